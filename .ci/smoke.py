"""Calls ./greater as a user would and holds what it says against what it wrote.

Run from the root of the repository, with ../shared beside it. Ends at the first thing that does not hold.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

GREATER = str(pathlib.Path("greater").resolve())
GOLDEN = pathlib.Path("../shared/golden").resolve()
# a task of the program's own, small enough for seconds on two cores
TASK = ["--task", "gen/navigate", "--seed", "7", "--max-new-tokens", "24"]
SIZES = ["--train", "4", "--dev", "4", "--test", "6", "--steps", "2"]
COUNTS = ("rows", "right", "wrong", "unanswered")
PATIENCE_SECONDS = 600


def greater(*arguments, code=0, cwd=None):
    """Runs a command, checks its exit code and returns its standard output."""
    began = time.monotonic()
    done = subprocess.run([GREATER, *arguments], capture_output=True, text=True, cwd=cwd, timeout=PATIENCE_SECONDS)
    print(f"  {time.monotonic() - began:6.1f} s  exit {done.returncode}  greater {' '.join(arguments)}", flush=True)
    if done.returncode != code:
        sys.exit(f"expected exit code {code}, found {done.returncode}\n{done.stdout}\n{done.stderr}")
    expect("\tat " not in done.stderr, f"no stack trace, found\n{done.stderr}")
    return done.stdout


def expect(holds, what):
    if not holds:
        sys.exit(f"expected {what}")


def counts(record):
    """The figures of the one evaluation in a JSON value."""
    found = []

    def look(value):
        if isinstance(value, dict):
            if all(key in value for key in COUNTS):
                found.append({key: value[key] for key in COUNTS})
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(record)
    expect(len(found) == 1, f"one evaluation with {', '.join(COUNTS)}, found {len(found)} in\n{record}")
    return found[0]


def result_of(run):
    return json.loads((run / "result.json").read_text())


def repeatable(result):
    """What two runs of the same settings must agree on: everything but the time that they took and the work they did again."""
    return {key: value for key, value in result.items() if key not in ("seconds", "cost")}


def heed_interrupts():
    """A shell's job in the background ignores control-C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupt_after_first_step(run, *arguments):
    """Starts a run and presses control-C when its first step is on disk; the exit code says so."""
    process = subprocess.Popen(
        [GREATER, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    events = run / "events.jsonl"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if events.exists() and '"type":"step"' in events.read_text():
            process.send_signal(signal.SIGINT)
            break
        time.sleep(0.05)
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    print(f"            exit {process.returncode}  interrupted after the first step", flush=True)
    expect(process.returncode == 130, f"exit code 130, found {process.returncode}\n{errors}")
    expect(not (run / "result.json").exists(), "no result of an interrupted run")


def look_at_runs(folder, names):
    """Starts the web application on a free port, reads the list of runs and ends it as Ctrl-C does."""
    process = subprocess.Popen(
        [GREATER, "ui", "--runs", str(folder), "--port", "0", "--json"], stdout=subprocess.PIPE, text=True,
        preexec_fn=heed_interrupts)
    told = ""
    while not told.rstrip().endswith("}"):
        line = process.stdout.readline()
        expect(line, "an address, found an end")
        told += line
    page = urllib.request.urlopen(json.loads(told)["address"], timeout=60).read().decode()
    for name in names:
        expect(f">{name}<" in page, f"the run {name} in the list, found\n{page}")
    process.send_signal(signal.SIGINT)
    expect(process.wait(60) == 130, f"exit code 130 at an interrupt, found {process.returncode}")
    print("  greater ui lists its runs", flush=True)


def main(work):
    expect("optimize" in greater("--help"), "optimize among the commands")
    expect("gen/navigate" in greater("tasks"), "gen/navigate among the tasks")
    expect("smollm2-135m-instruct" in greater("models"), "the default model among the models")
    greater("optimize", "--task", "gen/nothing-of-this-name", code=2)
    greater("evaluate", "--task", str(work / "absent.csv"), "--prompt", " Think.", code=2)

    for path in ("tokenizers/header_style", "tokenizers/im_style", "tokenizers/turn_style"):
        greater("verify", str(GOLDEN / path))
    for path in ("gguf_blocks.json", "smollm2_135m.json", "steps_navigate.json"):
        greater("verify", str(GOLDEN / path))

    whole = work / "whole"
    # from another folder, with a relative path, which must mean the caller's folder
    json.loads(greater("optimize", *TASK, *SIZES, "--out", "whole", "--json", cwd=work))
    for name in ("manifest.json", "events.jsonl", "checkpoint.json", "result.json", "prompt.txt"):
        expect((whole / name).is_file(), f"{name} in {whole}")
    result = result_of(whole)
    expect((whole / "prompt.txt").read_text() == result["finalPrompt"]["text"], "the final prompt in prompt.txt")
    expect(result["steps"] == 2, f"2 steps, found {result['steps']}")

    greater("check", str(whole))
    greater("doctor")

    # the run's directory brings its settings; the bare text needs them, and may stand anywhere
    elsewhere = work / "elsewhere.txt"
    elsewhere.write_text((whole / "prompt.txt").read_text())
    expected = {key: result["test"]["after"][key] for key in COUNTS}
    for asked in ([str(whole)], [f"@{elsewhere}", *TASK, "--test", "6"]):
        again = counts(json.loads(greater("evaluate", "--prompt", *asked, "--json")))
        expect(again == expected, f"the figures of the run, {expected}, found {again}")

    # the same search without a run directory, and once more by the plain reading
    size = [*TASK, "--train", "3", "--steps", "1", "--trials", "2"]
    choices = work / "choices.json"
    timed = json.loads(greater("bench", *size, "--record", str(choices), "--json"))
    expect(len(timed["steps"]) == 1 and timed["meanStepSeconds"] > 0, f"one step that took time, found {timed}")
    plain = json.loads(greater("bench", *size, "--plain", "--compare", str(choices), "--json"))
    expect(plain["comparison"]["same"], f"the same choices by the plain reading, found {plain['comparison']}")

    broken = work / "broken"
    interrupt_after_first_step(broken, "optimize", *TASK, *SIZES, "--out", str(broken))
    greater("resume", str(broken))
    expect(repeatable(result_of(broken)) == repeatable(result), "the result of the unbroken run after a resume")
    # a finished run stays as it is
    greater("check", str(broken))
    before = (broken / "result.json").read_bytes()
    greater("resume", str(broken))
    expect((broken / "result.json").read_bytes() == before, "a finished run that stays as it is")
    look_at_runs(work, [whole.name, broken.name])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(pathlib.Path(folder))
    print("all commands did what they say")
