"""One LibreOffice that does what it is asked, a line of JSON each, until its input ends.

A script of its own, because `uno` belongs to the system's Python. A request is

    {"does": "recalculate" | "press" | "move" | "convert", "jobs": [...]}

with the jobs of recalculate.py, press.py, move_cells.py and `converted` here. Its line has one for
an answer: {"answers": [...]}, or {"fault": TEXT}.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from move_cells import moved
from press import pressed

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
MACROS = "recalculate.py"
"""Works inside LibreOffice: from outside, each of half a million cells would be a message."""
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>ru-RU</value></prop></item>
</oor:items>
"""
"""Numbers in texts have a decimal comma, as at school."""
LOADING = "/org.openoffice.Office.Calc/Formula/Load"
ALWAYS, NEVER = 0, 1
"""Whether formulas of a loaded file are calculated anew, as LibreOffice's settings number it."""
FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xlsm": "Calc MS Excel 2007 VBA XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
}


def answered(context, request):
    """What one request is answered with."""
    does, jobs = request["does"], request["jobs"]
    set_recalculation(context, NEVER if does == "convert" else ALWAYS)
    if does == "recalculate":
        return recalculated(context, jobs)
    do = {"press": pressed, "move": moved, "convert": converted}[does]
    desktop = desktop_of(context)
    return [do(desktop, job) for job in jobs]


def recalculated(context, jobs):
    """The answers of the macro of recalculate.py."""
    maker = "com.sun.star.script.provider.MasterScriptProviderFactory"
    factory = context.ServiceManager.createInstanceWithContext(maker, context)
    macro = f"vnd.sun.star.script:{MACROS}$answer?language=Python&location=user"
    script = factory.createScriptProvider("").getScript(macro)
    answers, _, _ = script.invoke((json.dumps(jobs),), (), ())
    return json.loads(answers)


def converted(desktop, job):
    """A file saved in the format of an ending, as `soffice --convert-to` does it."""
    source, target = (Path(job[key]).resolve().as_uri() for key in ("from", "to"))
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(source, "_blank", 0, (hidden,))
    try:
        saved_as = PropertyValue("FilterName", 0, FILTERS[job["ending"]], 0)
        document.storeToURL(target, (saved_as,))
    finally:
        document.close(True)


def set_recalculation(context, mode):
    maker = "com.sun.star.configuration.ConfigurationProvider"
    provider = context.ServiceManager.createInstanceWithContext(maker, context)
    writing = "com.sun.star.configuration.ConfigurationUpdateAccess"
    where = PropertyValue("nodepath", 0, LOADING, 0)
    settings = provider.createInstanceWithArguments(writing, (where,))
    if settings.OOXMLRecalcMode != mode:
        settings.setPropertyValue("OOXMLRecalcMode", mode)
        settings.commitChanges()


@contextmanager
def office():
    """The context of a LibreOffice of its own, in a profile that goes away with it.

    It belongs to the process group of this script: who ends the group ends both.
    """
    with tempfile.TemporaryDirectory(prefix="roadmap-office-") as folder:
        user = Path(folder, "user")
        scripts = user / "Scripts" / "python"
        scripts.mkdir(parents=True)
        shutil.copy(Path(__file__).with_name(MACROS), scripts)
        Path(user, "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        pipe = f"roadmap{os.getpid()}"
        process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={Path(folder).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        context = connected(pipe)
        yield context
        with suppress(DisposedException):  # the connection ends with the office
            desktop_of(context).terminate()
        process.wait(SECONDS_TO_STOP)


def desktop_of(context):
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def connected(pipe):
    """The context behind the pipe, as soon as LibreOffice answers."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    last = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)


def line_of(context, request):
    """The line that answers a line."""
    try:
        return json.dumps({"answers": answered(context, json.loads(request))}, ensure_ascii=False)
    except Exception:  # noqa: BLE001 - whatever it is, the test that asked says it
        return json.dumps({"fault": traceback.format_exc()})


if __name__ == "__main__":
    with office() as context:
        for request in sys.stdin:
            print(line_of(context, request), flush=True)
