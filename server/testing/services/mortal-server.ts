import { type Difference, startForwardingServer } from "../chain/forwarding-server";

/** A server in front of a devnet's that dies and comes back at the same address, and answers otherwise if told to. */
export type MortalServer = {
  readonly url: string;
  /** The paths that it was asked for, while it lived. */
  readonly asked: string[];
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** What it answers instead; null for nothing else. */
  answer(differs: Difference | null): void;
};

export async function startMortalServer(target: string): Promise<MortalServer> {
  const asked: string[] = [];
  let differs: Difference | null = null;
  const start = (port: number) =>
    startForwardingServer(
      target,
      (path, query) => {
        asked.push(path);
        return differs?.(path, query) ?? null;
      },
      port,
    );
  let living: Awaited<ReturnType<typeof start>> | null = await start(0);
  const { url } = living;
  return {
    url,
    asked,
    async kill() {
      await living?.close();
      living = null;
    },
    async revive() {
      living ??= await start(Number(new URL(url).port));
    },
    answer(next) {
      differs = next;
    },
  };
}
