"""Export the event branch and heads, averaged over checkpoints: one int8 ONNX file and numpy weights in half precision.

python -m training.events.export runs/one/model.pt runs/two/model.pt src/dragoman/events/data
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.events.data import MODE_LABELS, STATUS, TYPES
from training.events.model import WIDTH, Branch

UNFITTED = {"bias": -1.4, "share": 0.5, "chance": 0.5, "lexicon": 0.5}
"""What the confidence is made of until `training.events.judge` fits it."""


def average(checkpoints: list[Path]) -> dict[str, dict[str, torch.Tensor]]:
    """The mean of the weights of runs that started from the same weights (Wortsman et al. 2022, "Model soups")."""
    states = [torch.load(path, weights_only=False) for path in checkpoints]
    return {
        part: {k: torch.stack([s[part][k].float() for s in states]).mean(0) for k in states[0][part]}
        for part in ("branch", "heads")
    }


def main(checkpoints: list[Path], folder: Path) -> None:
    state = average(checkpoints)
    folder.mkdir(parents=True, exist_ok=True)
    branch = Branch()
    branch.load_state_dict(state["branch"])
    export_branch(branch.eval(), folder / "branch.onnx")
    np.savez(folder / "head.npz", **{k: v.numpy().astype(np.float16) for k, v in state["heads"].items()})
    digest = hashlib.sha256((folder / "branch.onnx").read_bytes() + (folder / "head.npz").read_bytes()).hexdigest()
    body = {
        "version": "events-" + digest[:8],
        "judge": UNFITTED,
        "labels": {"event": TYPES, "mode": MODE_LABELS, "status": STATUS},
    }
    (folder / "head.json").write_text(json.dumps(body) + "\n", encoding="utf-8")
    print(body["version"], *((p.name, p.stat().st_size / 1e6) for p in sorted(folder.iterdir())))


def export_branch(branch: Branch, path: Path) -> None:
    trunk, mask, first = torch.randn(1, 6, WIDTH), torch.ones(1, 6, dtype=torch.long), torch.tensor([[0, 1, 3]])
    axes = {"trunk": {0: "batch", 1: "pieces"}, "mask": {0: "batch", 1: "pieces"}}
    axes |= {"first": {0: "batch", 1: "words"}, "states": {0: "batch", 1: "words"}}
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            branch, (trunk, mask, first), str(full), input_names=["trunk", "mask", "first"], output_names=["states"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main([Path(p) for p in sys.argv[1:-1]], Path(sys.argv[-1]))
