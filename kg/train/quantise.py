"""What makes an encoder lose less in int8: balanced channels, and embeddings with a scale for each row.

The runtime scales the input of an int8 product as a whole, so that one large channel takes the precision of all others; and BERT has a few
channels that are ten times as large as the rest. `balanced` computes the largest apart in fp32 (LLM.int8(), Dettmers et al. 2022) and moves
part of the others' size into the weights, which have a scale for each output (SmoothQuant, Xiao et al. 2023). The encoder computes the
same before and after.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.train.batches import Step
    from kg.train.network import Encoder

SHARE = 0.5  # of a channel's size that goes into the weights
APART = 4  # channels of an input that are computed in fp32


class Balanced(nn.Module):
    """`linear(x)` as the product of scaled inputs and scaled weights, and a small product for the channels that stay out of it."""

    def __init__(self, linear: nn.Linear, balance: Tensor, apart: Tensor) -> None:
        """Make the layer.

        Args:
            linear: What is computed.
            balance: `[inputs]`, by what the inputs are divided and the weights multiplied.
            apart: Indices of the channels that are computed apart.
        """
        super().__init__()
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        weight = linear.weight * balance
        weight[:, apart] = 0
        self.linear.load_state_dict({"weight": weight, "bias": linear.bias})
        inverse = 1 / balance
        inverse[apart] = 0
        self.inverse: Tensor
        self.apart: Tensor
        self.weights_apart: Tensor
        self.register_buffer("inverse", inverse)
        self.register_buffer("apart", apart)
        self.register_buffer("weights_apart", linear.weight[:, apart].T.clone())

    def forward(self, x: Tensor) -> Tensor:
        """Compute the layer."""
        # Written so that it is exported as one operation that adds the small product to the large one.
        product = self.linear(x * self.inverse)
        apart = x.index_select(-1, self.apart)
        return torch.addmm(product.flatten(0, -2), apart.flatten(0, -2), self.weights_apart).view(product.shape)


class Rows(nn.Module):
    """An embedding table in int8 with one scale a row."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        scale = table.weight.detach().abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.scale: Tensor
        self.numbers: Tensor
        self.register_buffer("scale", scale)
        self.register_buffer("numbers", torch.round(table.weight.detach() / scale).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """Look rows up."""
        return self.numbers[ids].to(torch.float32) * self.scale[ids]


def balanced(encoder: Encoder, steps: Sequence[Step]) -> Encoder:
    """Return a copy of the encoder whose products have balanced inputs.

    Args:
        encoder: The trained encoder.
        steps: Texts that show how large each channel gets.
    """
    out = copy.deepcopy(encoder).eval()
    sizes = _sizes(out, steps)
    with torch.no_grad():
        for k, layer in enumerate(out.layers):
            for names in (("query", "key", "value"), ("attention_output",), ("intermediate",), ("output",)):
                linears = [cast("nn.Linear", getattr(layer, name)) for name in names]
                shared = _balance(sizes[f"{k}.{names[0]}"], linears)
                for name, linear in zip(names, linears, strict=True):
                    setattr(layer, name, Balanced(linear, *shared))
    out.embeddings.word_embeddings = Rows(out.embeddings.word_embeddings)  # type: ignore[assignment]  # looked up in the same way
    return out


def _sizes(encoder: Encoder, steps: Iterable[Step]) -> dict[str, Tensor]:
    """Measure the largest value of each channel that comes into each product, by layer and name."""
    found: dict[str, Tensor] = {}

    def watch(key: str, linear: nn.Linear) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            size = inputs[0].detach().abs().flatten(0, -2).amax(dim=0)
            found[key] = torch.maximum(found[key], size) if key in found else size

        return linear.register_forward_pre_hook(note)

    names = ("query", "attention_output", "intermediate", "output")
    handles = [watch(f"{k}.{name}", getattr(layer, name)) for k, layer in enumerate(encoder.layers) for name in names]
    with torch.no_grad():
        for step in steps:
            encoder(step.ids, step.shapes, step.first, step.last)
    for handle in handles:
        handle.remove()
    return found


def _balance(size: Tensor, linears: Sequence[nn.Linear]) -> tuple[Tensor, Tensor]:
    """Choose the balance of products with one input, and the channels that stay apart: the largest, by input times weight."""
    weights = torch.stack([linear.weight.abs().amax(dim=0) for linear in linears]).amax(dim=0)
    apart = (size * weights).topk(APART).indices.sort().values
    return (size.clamp(min=1e-5) ** SHARE / weights.clamp(min=1e-5) ** (1 - SHARE)).clamp(min=1e-3), apart
