import { tellFailure } from "../run-bench";
import { type Measured, NOTHING_MEASURED } from "./goals";
import { measureAge } from "./measure-age";
import { measurePay, type PaySize } from "./measure-pay";

export type Size = PaySize & {
  /** Of the old database; and how many are lived through in it. */
  readonly days: number;
  readonly daysMeasured: number;
};

/** One part that fails leaves the other's figures. */
export async function measureAll(size: Size): Promise<Measured> {
  const { recipients, days, daysMeasured } = size;
  const paid = await measurePay(size).catch(tellFailure);
  const agingRatio = await measureAge(days, daysMeasured).catch(tellFailure);
  return { recipients, ...NOTHING_MEASURED, ...paid, agingRatio };
}
