Attribute VB_Name = "RoadmapRibbon"
Option Explicit
' What the ribbon tab calls.

Public Sub RibbonCheck(control As IRibbonControl)
    RoadmapCheck
End Sub

Public Sub RibbonRepair(control As IRibbonControl)
    RoadmapRepair
End Sub

Public Sub RibbonDocument(control As IRibbonControl)
    RoadmapDocument
End Sub

Public Sub RibbonCollect(control As IRibbonControl)
    RoadmapCollect
End Sub

Public Sub RibbonReview(control As IRibbonControl)
    RoadmapReview
End Sub
