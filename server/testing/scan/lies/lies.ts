import type { Lie } from "./lie";
import { LIST_LIES } from "./lists";
import { TRANSACTION_LIES } from "./transactions";
import { TRANSPORT_LIES } from "./transport";
import { VIEW_LIES } from "./views";

const ALL = { ...VIEW_LIES, ...LIST_LIES, ...TRANSACTION_LIES, ...TRANSPORT_LIES };

export type LieName = keyof typeof ALL;
export const LIES: Readonly<Record<LieName, Lie>> = ALL;
export const LIE_NAMES = Object.keys(ALL) as readonly LieName[];
