@echo off
rem Installs roadmap_xl for the current user from this folder alone: no network, no rights.
rem UTF-8 without BOM, CRLF. After EnableDelayedExpansion only !names! are read, which are put
rem in after a line is parsed: no sign in a path can break it. Texts may hold no exclamation mark.
setlocal DisableDelayedExpansion
set "here=%~dp0"
set "venv=%LOCALAPPDATA%\roadmap_xl"
for /f "tokens=2 delims=:." %%c in ('chcp') do set "before=%%c"
chcp 65001 >nul
setlocal EnableDelayedExpansion
set "check=import sys, sysconfig; sys.exit(not (sysconfig.get_platform() == '@SYSTEM@' and '.'.join(map(str, sys.version_info[:2])) == '@PYTHON@'))"
set "python="
py -@PYTHON@ -c "!check!" >nul 2>nul && set "python=py -@PYTHON@"
if not defined python python -c "!check!" >nul 2>nul && set "python=python"
if not defined python goto no_python

echo Устанавливаю в "!venv!" ...
!python! -m venv --clear "!venv!" || goto failed
"!venv!\Scripts\python.exe" -m pip install --no-index --find-links "!here!." --disable-pip-version-check --quiet --require-hashes -r "!here!packages.txt" || goto failed
if not exist "!here!roadmap_xl.xlam" goto no_addin
"!venv!\Scripts\roadmap-xl.exe" addin install --file "!here!roadmap_xl.xlam" || goto failed
"!venv!\Scripts\roadmap-xl.exe" addin status || goto failed
set "code=0"
goto end

:no_python
echo Нужен Python @PYTHON@ (@SYSTEM@). Установите его с флажком "py launcher" и запустите этот файл ещё раз.
set "code=1"
goto end

:no_addin
echo Программа установлена, но файла roadmap_xl.xlam рядом нет: кнопки в Excel не будет.
set "code=1"
goto end

:failed
echo Не получилось: причина написана выше. Закройте Excel и запустите этот файл ещё раз.
set "code=1"

:end
pause
chcp !before! >nul
exit /b !code!
