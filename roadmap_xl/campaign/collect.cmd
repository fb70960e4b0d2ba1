@echo off
rem Drop a folder of school workbooks on this file: it writes the summary beside that folder.
rem In the folder of a campaign a double click is enough.
rem UTF-8 without BOM, CRLF. After EnableDelayedExpansion only !names! are read, which are put
rem in after a line is parsed: no sign in a path can break it. Texts may hold no exclamation mark.
setlocal DisableDelayedExpansion
set "here=%~dp0"
set "folder=%~1"
set "code=1"
for %%p in (roadmap-xl.exe) do set "on_path=%%~$PATH:p"
for %%p in (py.exe) do set "launcher=%%~$PATH:p"
for /f "tokens=2 delims=:." %%c in ('chcp') do set "before=%%c"
chcp 65001 >nul
title Дорожная карта: свод
setlocal EnableDelayedExpansion

rem Explorer leaves a path without spaces unquoted, and then "," ";" "=" or an ampersand cuts it.
rem The whole line is still in cmdcmdline; it does not name this file when typed in a console.
set "line=!cmdcmdline!"
set "rest=!line:*%~nx0=!"
set "dropped="
if not "!rest!"=="!line!" set "dropped=1"
if defined dropped set "folder=!rest:"=!"
:trim_left
if not defined folder if exist "!here!Журнал.xlsx" set "folder=!here!"
if not defined folder goto no_folder
if "!folder:~0,1!"==" " set "folder=!folder:~1!" & goto trim_left
:trim_right
if "!folder:~-1!"==" " set "folder=!folder:~0,-1!" & goto trim_right

if not exist "!folder!\*" goto not_a_folder
if "!folder:~-1!"=="\" set "folder=!folder!."

if exist "!here!roadmap-xl.exe" set "program=!here!roadmap-xl.exe" & goto run
if exist "!here!roadmap-xl\roadmap-xl.exe" set "program=!here!roadmap-xl\roadmap-xl.exe" & goto run
if exist "!here!.venv\Scripts\roadmap-xl.exe" set "program=!here!.venv\Scripts\roadmap-xl.exe" & goto run
if exist "!here!..\.venv\Scripts\roadmap-xl.exe" set "program=!here!..\.venv\Scripts\roadmap-xl.exe" & goto run
if exist "C:\roadmap-xl\roadmap-xl.exe" set "program=C:\roadmap-xl\roadmap-xl.exe" & goto run
if exist "!LOCALAPPDATA!\roadmap_xl\Scripts\roadmap-xl.exe" set "program=!LOCALAPPDATA!\roadmap_xl\Scripts\roadmap-xl.exe" & goto run
if defined on_path set "program=!on_path!" & goto run
if defined launcher goto run_by_launcher
goto no_program

:run
"!program!" consolidate "!folder!" --open
set "code=!errorlevel!"
goto done

:run_by_launcher
"!launcher!" -3 -m roadmap_xl consolidate "!folder!" --open
set "code=!errorlevel!"

:done
if "!code!"=="0" goto end
echo.
echo Сводка не собрана: причина написана выше.
goto wait

:no_folder
echo Перетащите мышью папку с книгами школ на этот файл: сводка появится рядом с папкой.
goto wait

:not_a_folder
echo Это не папка, или перетащили несколько сразу: "!folder!"
echo Перетащите одну папку с книгами школ.
goto wait

:no_program
echo Программа roadmap-xl не найдена. Положите этот файл рядом с roadmap-xl.exe
echo или установите программу файлом "Установить.cmd".

:wait
pause

:end
chcp !before! >nul
rem Without /b: what an unquoted ampersand left on the line must not be run as a command.
if defined dropped exit !code!
exit /b !code!
