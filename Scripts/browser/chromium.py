"""Drives a headless Chromium by the DevTools protocol over two pipes; only Python's standard library is needed.

    with Chromium() as browser:
        page = browser.open("file:///tmp/report.html")
        page.evaluate("document.title")
"""
import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Chromium:
    """A browser with a profile of its own that goes with it."""

    def __init__(self, seconds=60):
        program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        if not program:
            sys.exit("no Chromium found: install it (apt-get install chromium), or name it in CHROMIUM")
        self.seconds = seconds
        self.profile = tempfile.mkdtemp(prefix="scarp-chromium-")
        self.log = open(os.path.join(self.profile, "log"), "w+")
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()

        def take_places():
            # Chromium reads commands from 3 and writes answers to 4. The copies first: one may be 3 or 4 itself.
            ends = os.dup(commands), os.dup(answers)
            for place, end in zip((3, 4), ends):
                os.dup2(end, place)

        # As root, as on build machines, Chromium's sandbox cannot start; what is opened is the project's own page.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [program, "--headless", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--no-first-run",
             "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-background-networking",
             "--disable-component-update", "--disable-extensions", *options, "about:blank"],
            preexec_fn=take_places, close_fds=False, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        os.close(commands)
        os.close(answers)
        self.number = 0
        self.rest = b""
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, address, width=1400, height=1000):
        """A page of its own, loaded, with what it says collected in `Page.events`."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session).load(address, width, height)

    def send(self, method, session=None, **parameters):
        """Sends a command and gives its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        end = time.monotonic() + self.seconds
        while True:
            answer = self.receive(end, method)
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error'].get('message')}")
            else:
                return answer["result"]

    def receive(self, end, what):
        """The next message, an answer or an event."""
        while b"\0" not in self.rest:
            if not select.select([self.answers], [], [], max(end - time.monotonic(), 0))[0]:
                raise RuntimeError(f"Chromium did not answer {what} within {self.seconds} s")
            found = os.read(self.answers, 1 << 20)
            if not found:
                self.log.seek(0)
                raise RuntimeError("Chromium has ended:\n" + self.log.read()[-2000:])
            self.rest += found
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)


class Page:
    """A tab."""

    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def load(self, address, width, height):
        self.resize(width, height)
        self.send("Page.navigate", url=address)
        end = time.monotonic() + self.browser.seconds
        while not any(event["method"] == "Page.loadEventFired" for event in self.events()):
            self.browser.events.append(self.browser.receive(end, f"to load {address}"))
        return self

    def events(self):
        """What the browser has told of this page."""
        return [event for event in self.browser.events if event.get("sessionId") == self.session]

    def resize(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme="light", media=""):
        """Lets the page believe that its reader prefers `scheme`, on `media` ("screen", "print")."""
        self.send("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, expression):
        """The value of a JavaScript expression."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def press(self, key, code):
        """Presses a key and lets it go."""
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def pdf(self):
        """The page as it prints on A4."""
        return base64.b64decode(self.send("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69,
                                          marginTop=0.5, marginBottom=0.5, marginLeft=0.5, marginRight=0.5)["data"])

    def picture(self, x, y, width, height, kind="png"):
        """A part of the page as a picture ("png" or "jpeg"), in pixels from its top left corner."""
        quality = {"quality": 82} if kind == "jpeg" else {}
        return base64.b64decode(self.send(
            "Page.captureScreenshot", format=kind, captureBeyondViewport=True, **quality,
            clip={"x": x, "y": y, "width": width, "height": height, "scale": 1})["data"])
