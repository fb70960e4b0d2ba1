Attribute VB_Name = "RoadmapSystem"
Option Explicit
' What the commands show and start outside the workbook.

Public Sub Say(text As String)
    MsgBox text, vbExclamation
End Sub

Public Function ChosenFolder(title As String, before As String) As String
    ' The folder a person chooses; what the cell says already where Excel has no such window.
    ChosenFolder = before
    On Error GoTo none
    With Application.FileDialog(4)
        .Title = title
        If before <> "" Then .InitialFileName = before
        If .Show Then
            ChosenFolder = .SelectedItems(1)
        Else
            ChosenFolder = ""
        End If
    End With
none:
End Function

Public Function ExitCodeOf(command As String) As Long
    ' Runs a program without a window and waits for it; 1 where none can be started.
    ExitCodeOf = 1
    On Error Resume Next
    ExitCodeOf = CreateObject("WScript.Shell").Run("cmd.exe /C """ & command & """", 0, True)
End Function
