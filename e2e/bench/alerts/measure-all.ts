import { tellFailure } from "../run-bench";
import { say } from "../timed";
import { type Measured, sumUp } from "./goals";
import { type Installation, startInstallation } from "./installation";
import { kindsWithoutInjection, measureDetection } from "./measure-detection";
import { measureIdle } from "./measure-idle";
import { measureQuiet } from "./measure-quiet";
import { measureStorm } from "./measure-storm";

export type Size = { readonly quietDays: number; readonly stormErrors: number; readonly idleSeconds: number };

/** A part that fails leaves the others' figures, and null for its own. Each has an installation of its own. */
export async function measureAll({ quietDays, stormErrors, idleSeconds }: Size): Promise<Measured> {
  const forgotten = kindsWithoutInjection();
  if (forgotten.length > 0) throw new Error(`no injection for: ${forgotten.join(", ")}`);
  say("each kind of incident, injected, told and mended");
  const detected = await withInstallation(async (at) => sumUp(await measureDetection(at)));
  say(`a storm of ${stormErrors} errors with one cause`);
  const stormPages = await withInstallation((at) => measureStorm(at, stormErrors));
  say(`the watch at rest, for ${idleSeconds} s`);
  const idle = await withInstallation((at) => measureIdle(at, idleSeconds));
  say(`a quiet month of ${quietDays} days`);
  const quiet = await withInstallation((at) => measureQuiet(at, quietDays));
  return {
    kinds: detected?.kinds ?? null,
    missed: detected?.missed ?? null,
    notClosed: detected?.notClosed ?? null,
    worstDetectSeconds: detected?.worstDetectSeconds ?? null,
    worstKind: detected?.worstKind ?? null,
    quietDays: quiet?.days ?? null,
    falsePages: quiet?.pages ?? null,
    falseMessages: quiet?.messages ?? null,
    stormPages,
    idleCpuPercent: idle === null ? null : Math.round(idle * 100) / 100,
  };
}

async function withInstallation<T>(measure: (at: Installation) => Promise<T>): Promise<T | null> {
  const at = await startInstallation();
  try {
    return await measure(at);
  } catch (error) {
    return tellFailure(error);
  } finally {
    await at.stop();
  }
}
