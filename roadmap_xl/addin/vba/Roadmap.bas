Attribute VB_Name = "Roadmap"
Option Explicit
' The commands behind the buttons and the ribbon. Each says first why it cannot run, if so; opens
' the protected sheets for the time of the write and protects them again, also when that fails.
' Words for the user stand in the sheet "_texts": source in VBA is ASCII.

Private Const TEXTS As String = "_texts"
Private opened As Collection
Private openedIn As Workbook
Private wasLocked As Boolean

Public Sub RoadmapCheck()
    Press "check"
End Sub

Public Sub RoadmapRepair()
    Press "repair"
End Sub

Public Sub RoadmapDocument()
    Press "document"
End Sub

Public Sub RoadmapCollect()
    Dim folder As String
    folder = ChosenFolder(TextOf("choose_folder"), CStr(FolderCell().Value))
    If folder = "" Then Exit Sub
    FolderCell().Value = folder
    Press "collect"
End Sub

Public Sub RoadmapReview()
    ' Shows the sheet whose formulas check without any macro.
    GoToLiveSheet Target()
End Sub

Public Sub RoadmapDone()
    ' Protects again what Press has opened. On a Mac Python calls it, because there RunPython
    ' returns before Python has ended.
    Dim rights As Variant
    If opened Is Nothing Then Exit Sub
    For Each rights In opened
        ProtectAgain openedIn.Worksheets(rights(0)), rights
    Next
    If wasLocked Then LockSheets openedIn
    Set opened = Nothing
End Sub

Private Sub Press(task As String)
    ' Also the question whether it can run may fail, where Windows lets Excel start nothing.
    Dim book As Workbook, why As String
    On Error GoTo failed
    Set book = Target()
    why = WhyNot(book)
    If why <> "" Then
        Say TextOf(why)
        GoToLiveSheet book
        Exit Sub
    End If
    OpenSheets book
    RunTask task
    If Not IsMac() Then RoadmapDone
    Exit Sub
failed:
    RoadmapDone
    Say TextOf("failed")
    GoToLiveSheet book
End Sub

Private Sub RunTask(task As String)
    Dim program As String
    program = FrozenProgram()
    If program <> "" Then
        RunFrozenPython program, "button " & task
    Else
        RunPython "from roadmap_xl.addin.buttons import press; press('" & task & "')"
    End If
End Sub

Private Function WhyNot(book As Workbook) As String
    ' The key of the text that says why the command cannot run; "" if it can.
    If book Is Nothing Then
        WhyNot = "no_workbook"
    ElseIf book.Path = "" Then
        WhyNot = "not_saved"
    ElseIf BringsSettings(book) Then
        WhyNot = "brings_settings"
    ElseIf FrozenProgram() = "" And Not IsMac() Then
        WhyNot = WhyNoPython()
    End If
End Function

Private Function BringsSettings(book As Workbook) As Boolean
    ' Whether the workbook or its folder says what to run. It is not asked; but no workbook of ours
    ' does, so the user is told. Ours once had a sheet that keeps its folder from Python.
    Dim sheet As Object, row As Long, key As String
    For Each sheet In book.Worksheets
        If LCase(Right(sheet.Name, 3)) = ".py" Then BringsSettings = True
        If LCase(Right(sheet.Name, 5)) = ".conf" Then
            For row = 1 To 50
                key = UCase(Trim(CStr(sheet.Cells(row, 1).Value)))
                If key <> "" And key <> "ADD_WORKBOOK_TO_PYTHONPATH" Then BringsSettings = True
            Next
        End If
    Next
    If InStr(book.Path, "://") = 0 Then
        If xlwings.FileExists(book.Path & IIf(IsMac(), "/", "\") & "xlwings.conf") Then
            BringsSettings = True
        End If
    End If
End Function

Private Function WhyNoPython() As String
    Static answers As Boolean
    Dim interpreter As String
    If answers Then Exit Function
    interpreter = GetConfig("INTERPRETER_WIN", GetConfig("INTERPRETER", "python"))
    If ExitCodeOf("""" & interpreter & """ --version") <> 0 Then
        WhyNoPython = "no_python"
    ElseIf ExitCodeOf("""" & interpreter & """ -P -c ""import roadmap_xl.addin.buttons""") <> 0 Then
        WhyNoPython = "no_package"
    Else
        answers = True
    End If
End Function

Private Function FrozenProgram() As String
    ' The program that needs no Python: as it was set up, beside this workbook, or among the
    ' user's own programs.
    Dim place As Variant
    If IsMac() Then Exit Function
    FrozenProgram = GetConfig("ROADMAP_XL_PROGRAM", "")
    If FrozenProgram <> "" Then Exit Function
    For Each place In Array(ThisWorkbook.Path, Environ("LOCALAPPDATA"))
        If place <> "" And InStr(place, "://") = 0 Then
            If xlwings.FileExists(place & "\roadmap-xl\roadmap-xl.exe") Then
                FrozenProgram = place & "\roadmap-xl\roadmap-xl.exe"
                Exit Function
            End If
        End If
    Next
End Function

Private Sub OpenSheets(book As Workbook)
    ' A sheet that somebody has given a password stays closed; Python says what it could not write.
    Dim sheet As Worksheet, rights As Variant
    Set opened = New Collection
    Set openedIn = book
    wasLocked = book.ProtectStructure
    If wasLocked Then
        On Error Resume Next
        book.Unprotect ""
        On Error GoTo 0
    End If
    For Each sheet In book.Worksheets
        If sheet.ProtectContents Then
            rights = RightsOf(sheet)
            On Error Resume Next
            sheet.Unprotect ""
            On Error GoTo 0
            If Not sheet.ProtectContents Then opened.Add rights
        End If
    Next
End Sub

Private Function RightsOf(sheet As Worksheet) As Variant
    ' The sheet's name and what its protection allows; as in the blank where it does not say.
    Dim allowed As Variant
    allowed = Array(sheet.Name, True, True, True, False, False, False)
    On Error Resume Next
    With sheet.Protection
        allowed(1) = .AllowFormattingCells
        allowed(2) = .AllowFormattingColumns
        allowed(3) = .AllowFormattingRows
        allowed(4) = .AllowInsertingRows
        allowed(5) = .AllowSorting
        allowed(6) = .AllowFiltering
    End With
    RightsOf = allowed
End Function

Private Sub ProtectAgain(sheet As Worksheet, rights As Variant)
    ' A program that does not know these rights protects all the same, and no sheet stays open
    ' because of another.
    On Error Resume Next
    sheet.Protect Password:="", DrawingObjects:=True, Contents:=True, Scenarios:=True, _
        AllowFormattingCells:=rights(1), AllowFormattingColumns:=rights(2), _
        AllowFormattingRows:=rights(3), AllowInsertingRows:=rights(4), _
        AllowSorting:=rights(5), AllowFiltering:=rights(6)
    If Not sheet.ProtectContents Then sheet.Protect ""
End Sub

Private Sub LockSheets(book As Workbook)
    ' No sheet of the form is deleted or renamed by accident.
    On Error Resume Next
    If Not book.ProtectStructure Then book.Protect Password:="", Structure:=True
End Sub

Private Sub GoToLiveSheet(book As Workbook)
    If book Is Nothing Then Exit Sub
    On Error Resume Next
    book.Worksheets(TextOf("live_sheet")).Activate
End Sub

Private Function Target() As Workbook
    ' The workbook that the command is for: the open one where this is the add-in.
    If TextOf("works_on") = "active" Then
        Set Target = ActiveWorkbook
    Else
        Set Target = ThisWorkbook
    End If
End Function

Private Function FolderCell() As Range
    Set FolderCell = ThisWorkbook.Names("roadmap_folder").RefersToRange
End Function

Private Function TextOf(key As String) As String
    Dim row As Long
    With ThisWorkbook.Worksheets(TEXTS)
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If .Cells(row, 1).Value = key Then TextOf = .Cells(row, 2).Value
            row = row + 1
        Loop
    End With
End Function

Private Function IsMac() As Boolean
    IsMac = InStr(Application.OperatingSystem, "Mac") > 0
End Function
