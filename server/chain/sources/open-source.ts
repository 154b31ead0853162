import type { ChainSource } from "@/server/domain/ports";
import { type Inspection, inspectBlockfrost } from "./blockfrost/inspect/inspect";
import { createBlockfrostSource } from "./blockfrost/source";
import { guardNetwork } from "./guard-network";

/** Which server to read, by the names of the environment. */
export type SourceSettings = {
  readonly BLOCKFROST_URL: string;
  readonly BLOCKFROST_PROJECT_ID?: string | undefined;
  /** A server of another network is asked nothing. Without it any network will do. */
  readonly NETWORK_MAGIC?: number | undefined;
};

/** The chain source that the settings name. Another kind of source is added here. */
export function openSource(settings: SourceSettings): ChainSource {
  const { BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: projectId, NETWORK_MAGIC } = settings;
  const source = createBlockfrostSource({ url, projectId });
  return NETWORK_MAGIC === undefined ? source : guardNetwork(source, NETWORK_MAGIC);
}

/** What the source that the settings name can do and lacks; each route is told as it is asked. */
export function inspectSource(
  settings: SourceSettings,
  tell: (route: string, status: string) => void,
): Promise<Inspection> {
  return inspectBlockfrost({ url: settings.BLOCKFROST_URL, projectId: settings.BLOCKFROST_PROJECT_ID }, tell);
}
