import type { ChainSource, ChainWitness, SubmitOutcome } from "@/server/domain/ports";
import { checkNetwork } from "./check-network";
import { type Around, aroundSource, aroundWitness } from "./every-question";

/**
 * A source that is asked nothing before its network was found to be the expected one, and nothing at all when it is
 * another. The question is put again until it was answered once, so a process may start while the source is away.
 */
export function guardNetwork(source: ChainSource, expectedMagic: number): ChainSource {
  const { around, submission } = guardOf(source, expectedMagic);
  return { ...aroundSource(source, around), submit: submission(source.submit) };
}

/** The same for a witness. */
export function guardWitness(witness: ChainWitness, expectedMagic: number): ChainWitness {
  const { around, submission } = guardOf(witness, expectedMagic);
  return { ...aroundWitness(witness, around), submit: witness.submit && submission(witness.submit) };
}

function guardOf(witness: ChainWitness, expectedMagic: number) {
  let checked: Promise<unknown> | null = null;
  const check = () => {
    checked ??= checkNetwork(witness, expectedMagic).catch((error: unknown) => {
      checked = null;
      throw error;
    });
    return checked;
  };
  const around: Around = async (ask) => {
    await check();
    return ask();
  };
  const submission =
    (submit: (tx: Uint8Array) => Promise<SubmitOutcome>) =>
    async (tx: Uint8Array): Promise<SubmitOutcome> => {
      try {
        await check();
      } catch (error) {
        // As for every submission: what happened is read from the chain. This one was not sent.
        return { kind: "ambiguous", detail: error instanceof Error ? error.message : String(error) };
      }
      return submit(tx);
    };
  return { around, submission };
}
