import { DevnetControl } from "@/server/devnet/control-client";
import type { DayState } from "@/server/domain/day/states";
import { type DayLook, waitForDay } from "./follow-days";
import type { Product } from "./set-up";
import { bringAbout } from "./sources";

/** The plan is on chain, and not all of it paid. */
const IN_THE_MIDDLE: readonly DayState[] = ["COMMITTED", "PAYING"];
const PAID: readonly DayState[] = ["PAID", "FINAL"];

/**
 * Waits until the first day is paid. In the middle of that, the fault that was asked for happens. Throws if the day
 * was paid before it could.
 */
export async function payADay(product: Product, onProgress: (text: string) => void): Promise<DayLook> {
  const { network, options } = product;
  const { fault } = options.sources;
  const first = (states: readonly DayState[]) => waitForDay(product, (days) => days[0], states, onProgress);
  if (fault !== "none" && network.controlUrl) {
    const { state } = await first([...IN_THE_MIDDLE, ...PAID, "CLOSED"]);
    if (!IN_THE_MIDDLE.includes(state)) throw new Error(`The day is ${state} before --fault ${fault} could happen.`);
    await bringAbout(options.sources, new DevnetControl(network.controlUrl));
    onProgress(`${fault} while the day is ${state}`);
  }
  return first([...PAID, "CLOSED"]);
}
