"""The ribbon tab «Дорожная карта» as a customUI part of Office 2007, understood by all later."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from .commands import Command

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
PART = "customUI/customUI.xml"
TAB = "Дорожная карта"


def ribbon_xml(commands: Iterable[Command], key: str) -> bytes:
    """The tab with a button for each command; `key` tells the tabs of several workbooks apart."""
    ui = ElementTree.Element("customUI", {"xmlns": NAMESPACE})
    tabs = ElementTree.SubElement(ElementTree.SubElement(ui, "ribbon"), "tabs")
    tab = ElementTree.SubElement(tabs, "tab", {"id": f"roadmap_{key}", "label": TAB})
    group = ElementTree.SubElement(tab, "group", {"id": f"roadmap_{key}_group", "label": TAB})
    for command in commands:
        button = {
            "id": f"roadmap_{key}_{command.macro}",
            "label": command.caption,
            "screentip": command.caption,
            "supertip": command.tip,
            "imageMso": command.image,
            "size": "large" if command.is_large else "normal",
            "onAction": command.callback,
        }
        ElementTree.SubElement(group, "button", button)
    xml: bytes = ElementTree.tostring(ui, encoding="utf-8", xml_declaration=True)
    return xml
