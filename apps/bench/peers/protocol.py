"""What the Python contestants share: their configuration, the data, and the lines they exchange with the bench."""

import json
import os
import sys
import time

import numpy as np


def configuration():
    """The bench hands it over as one argument of JSON."""
    return json.loads(sys.argv[1])


def samples(folder, part, count=None):
    """The first images as float32 [count, pixels] in 0..1, and labels as int64 [count]; part is train or t10k."""
    labels = np.fromfile(os.path.join(folder, f"{part}-labels-idx1-ubyte"), np.uint8, offset=8)
    images = np.fromfile(os.path.join(folder, f"{part}-images-idx3-ubyte"), np.uint8, offset=16)
    images = images.reshape(len(labels), -1)[:count]
    return images.astype(np.float32) / np.float32(255), labels[:count].astype(np.int64)


def blas():
    """The BLAS libraries in this process, with their kernels and threads, as far as threadpoolctl knows."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown (no threadpoolctl)"
    found = [
        f"{each['internal_api']} {each['version']} {each.get('architecture', '')} x{each['num_threads']}"
        for each in threadpool_info()
        if each["user_api"] == "blas"
    ]
    return "; ".join(found) or "no BLAS that threadpoolctl knows"


def serve(software, details, epoch):
    """Runs `epoch`, which returns its mean training loss, each time the bench asks; ends when the bench closes the pipe."""
    say({"type": "ready", "software": software, "details": details})
    for line in sys.stdin:
        if line.strip() != "epoch":
            sys.exit(f"Unknown request {line.strip()!r}; there is: epoch")
        begin = time.perf_counter()
        loss = epoch()
        say({"type": "epoch", "seconds": time.perf_counter() - begin, "loss": float(loss)})


def say(message):
    print(json.dumps(message), flush=True)
