import { FACT_LIES } from "./facts";
import { HEADER_LIES } from "./headers";
import type { Lie } from "./lie";
import { LIST_LIES } from "./lists";
import { moved } from "./moved";
import { TRANSACTION_LIES } from "./transactions";
import { TRANSPORT_LIES } from "./transport";
import { VIEW_LIES } from "./views";

const ALL = { ...VIEW_LIES, ...FACT_LIES, ...HEADER_LIES, ...LIST_LIES, ...TRANSACTION_LIES, moved, ...TRANSPORT_LIES };

export type LieName = keyof typeof ALL;
export const LIES: Readonly<Record<LieName, Lie>> = ALL;
export const LIE_NAMES = Object.keys(ALL) as readonly LieName[];
