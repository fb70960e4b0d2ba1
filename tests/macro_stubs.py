"""VBA modules that stand in for xlwings and for Windows while a button is pressed in LibreOffice.

LibreOffice runs no macro of a project that holds xlwings' own modules, so for the press test these
take their place. Each call is written to the sheet `_log` with the sheets that are protected then.
"""

from __future__ import annotations

from pathlib import Path

from roadmap_xl.addin.building.package import sources

LOG = "_log"

_XLWINGS = """Attribute VB_Name = "xlwings"
Public Sub Record(what As String)
    Dim sheet As Object, one As Object, row As Long, closed As String
    On Error Resume Next
    Set sheet = ThisWorkbook.Worksheets("_log")
    row = 1
    Do While sheet.Cells(row, 1).Value <> ""
        row = row + 1
    Loop
    For Each one In ThisWorkbook.Worksheets
        If one.ProtectContents Then closed = closed & one.Name & ";"
    Next
    sheet.Cells(row, 1).Value = what
    sheet.Cells(row, 2).Value = closed
End Sub

Public Function RunPython(command As String)
    Record command
    {behind}
End Function

Public Function RunFrozenPython(program As String, Optional arguments As String)
    Record program & " " & arguments
End Function

Public Function GetConfig(key As String, Optional default As String = "", Optional where As String)
    {settings}
    GetConfig = default
End Function

Public Function FileExists(ByVal place As String) As Boolean
    FileExists = ({frozen} And Right(place, 4) = ".exe") Or ({beside} And Right(place, 5) = ".conf")
End Function

Private Sub TypeWhatPythonSays(answer As String)
    ' Lines of sheet, row, column and value; texts as the hexadecimal codes of their letters.
    Dim line As String, parts As Variant, file As Integer
    file = FreeFile
    Open answer For Input As #file
    Do While Not EOF(file)
        Line Input #file, line
        parts = Split(line, " ")
        Sheet(TextFrom(parts(0))).Cells(CLng(parts(1)), CLng(parts(2))).Value = TextFrom(parts(3))
    Loop
    Close #file
End Sub

Private Function Sheet(name As String) As Object
    On Error Resume Next
    Set Sheet = ThisWorkbook.Worksheets(name)
    If Sheet Is Nothing Then
        Set Sheet = ThisWorkbook.Worksheets.Add()
        Sheet.Name = name
    End If
End Function

Private Function TextFrom(codes As Variant) As String
    Dim place As Long
    For place = 1 To Len(codes) Step 4
        TextFrom = TextFrom & ChrW(CLng("&H" & Mid(codes, place, 4)))
    Next
End Function
"""
_SYSTEM = """Attribute VB_Name = "RoadmapSystem"
Public Sub Say(text As String)
    Record "say: " & text
End Sub

Public Function ChosenFolder(title As String, before As String) As String
    Record "choose: " & title
    ChosenFolder = "{folder}"
End Function

Public Function ExitCodeOf(command As String) As Long
    Record "run: " & command
    If InStr(command, "{fails}") > 0 Then ExitCodeOf = 1
End Function
"""
NEVER = "(never)"


def stubbed(
    *,
    behind: str = "",
    settings: str = "",
    frozen: bool = False,
    beside: bool = False,
    fails: str = NEVER,
    folder: str = "",
) -> dict[str, str]:
    """The sources of a workbook with stubs: what `RunPython` does, which programs fail.

    `behind` is VBA, and so is `settings`, for when xlwings is asked for one; `fails` is a piece of
    the commands that cannot be run. `frozen` and `beside` say whether the program and a file with
    settings are beside the workbook.
    """
    # LibreOffice stops at the preprocessor lines of the class, which is for a Mac alone.
    found = {name: text for name, text in sources(for_addin=False).items() if name != "Dictionary"}
    found["xlwings"] = _crlf(
        _XLWINGS.format(behind=behind, settings=settings, frozen=frozen, beside=beside)
    )
    found["RoadmapSystem"] = _crlf(_SYSTEM.format(fails=fails, folder=folder))
    return found


def python_behind(python: str, script: Path, workbook: Path, answer: Path) -> str:
    """VBA that runs a script on the file and types into the open workbook what it answers."""
    arguments = " ".join(f'""{path}""' for path in (script, workbook, answer))
    return f'Shell "{python}", 0, "{arguments}", True\n    TypeWhatPythonSays "{answer}"'


def _crlf(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
