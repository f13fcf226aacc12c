"""Engines: which models word claims and summaries, as `CLAIMDESK_GENERATOR` names them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.domain.collaborators import ClaimRewriter, Summarizer
from service.domain.errors import WeightsError
from service.inference.catalogue import GENERATOR
from service.inference.claim_rewriter import PromptedClaimRewriter
from service.inference.generation import GenerationEngine, load_engine, load_folder
from service.inference.instructed_claims import InstructedClaimRewriter
from service.inference.news_claims import NewsClaimRewriter
from service.inference.news_writer import ADAPTER_PATHS, NewsWriter
from service.inference.sequence_summarizer import (
    SequenceModel,
    SequenceSummarizer,
    is_sequence_model,
)
from service.inference.stored_models import locate_model
from service.inference.summarizer import PromptedSummarizer

if TYPE_CHECKING:
    from service.inference.remote_engine import RemoteEngine

_FORMS = "local:NAME, hf:PATH_OR_REPOSITORY or openai:URL#MODEL"


@dataclass(frozen=True, slots=True)
class Engines:
    """The models that write.

    Attributes:
        local: Lends its lower layers to the support checker, and writes where nothing else
            does.
        remote: A server that writes, or None.
        sequence: A sequence-to-sequence model that writes summaries, or None.
    """

    local: GenerationEngine
    remote: RemoteEngine | None = None
    sequence: SequenceModel | None = None

    @property
    def problem(self) -> str | None:
        """Return why nothing can be written now, or None when it can."""
        return self.remote.problem if self.remote else None

    def claim_rewriter(self) -> ClaimRewriter:
        """Return what words claims: trained for the engine's weights if it was, else by prompt."""
        if self.remote is not None:
            careful = PromptedClaimRewriter(self.remote)
            return InstructedClaimRewriter(self.remote, careful)
        prompted = PromptedClaimRewriter(self.local)
        fitting = (path for path in ADAPTER_PATHS if NewsWriter.fits(self.local, path))
        path = next(fitting, None)
        if path is None:
            return prompted
        return NewsClaimRewriter(NewsWriter.load(self.local, path), prompted)

    def summarizer(self) -> Summarizer:
        """Return what writes summaries."""
        if self.sequence is not None:
            return SequenceSummarizer(self.sequence)
        return PromptedSummarizer(self.remote or self.local)


def load_engines(
    generator: str,
    models_dir: Path,
    *,
    threads: int | None = None,
    api_key: str | None = None,
    timeout_seconds: float | None = None,
) -> Engines:
    """Load the engines that a `CLAIMDESK_GENERATOR` value names.

    Args:
        generator: `local:NAME`, NAME being weights that `claimdesk models list` shows, or
            the name of a folder under `converted/` of the models folder; `hf:PATH` of a
            folder with a causal or a sequence-to-sequence model, or `hf:REPOSITORY` that lies
            in the cache of `huggingface_hub`; `openai:URL#MODEL` of a server.
        models_dir: The folder of the weights.
        threads: Threads for inference; None leaves torch's own choice.
        api_key: The key of the server.
        timeout_seconds: How long one attempt to have the server answer may take; None leaves
            it at its default.

    Raises:
        WeightsError: If the engine is unknown, or its weights are missing or of no use.
    """
    scheme, _, name = generator.partition(":")
    own = f"local:{GENERATOR}"
    if scheme == "local" and name:
        return Engines(load_engine(generator, models_dir, threads))
    if scheme == "openai":
        # Imported here since the client of such servers takes half a second to import.
        from service.inference.remote_engine import (  # noqa: PLC0415  see above
            DEFAULT_TIMEOUT_SECONDS,
            RemoteEngine,
            RemotePolicy,
            read_address,
        )

        url, model = read_address(name)
        policy = RemotePolicy(timeout_seconds=timeout_seconds or DEFAULT_TIMEOUT_SECONDS)
        remote = RemoteEngine(url, model, api_key, policy)
        return Engines(load_engine(own, models_dir, threads), remote=remote)
    if scheme == "hf" and name:
        folder, identity = locate_model(name)
        if is_sequence_model(folder):
            local = load_engine(own, models_dir, threads)
            return Engines(local, sequence=SequenceModel.load(folder, identity))
        return Engines(load_folder(folder, identity, threads))
    message = f"unknown generator '{generator}'; use {_FORMS} (see `claimdesk models list`)"
    raise WeightsError(message)
