import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Question, type Reply, readQuestion } from "./api/question";
import { BLOCKFROST, type Traits } from "./api/traits";
import type { Story } from "./chain/story";
import { answerFalsely, type Lying } from "./lies/answer-falsely";

export type LyingServer = {
  readonly url: string;
  /** The same chain as Blockfrost itself would show it, always right. */
  readonly honestUrl: string;
  /** The lies told of this chain, each with the number of its call. */
  readonly told: readonly string[];
  /** How many questions were asked of this chain. */
  calls(): number;
  /** Begins anew with another chain; right until told to lie. */
  show(story: Story, traits: Traits): void;
  lie(lying: Lying): void;
  close(): Promise<void>;
};

const LYING_PREFIX = "/lying/api/v0/";
const HONEST_PREFIX = "/honest/api/v0/";
export const HONEST: Lying = { lies: [], rate: 0, isSteady: true, seed: 0 };

/** A Blockfrost-compatible server on 127.0.0.1 whose answers are right, or wrong as the dice of a seed say. */
export async function startLyingServer(): Promise<LyingServer> {
  let chain: { story: Story; traits: Traits } | null = null;
  let lying = HONEST;
  let calls = 0;
  let told: string[] = [];
  let asked = new Map<string, number>();

  function answerTo(url: string): Reply | "hang-up" {
    if (!chain) throw new Error("there is no chain to show");
    const honest = readQuestion(url, HONEST_PREFIX);
    if (honest)
      return answerFalsely({ ...chain, traits: BLOCKFROST }, { question: honest, count: 0 }, HONEST, () => {});
    const question = readQuestion(url, LYING_PREFIX);
    if (!question) throw new Error(`nobody should ask for ${url}`);
    return answerFalsely(chain, { question, count: countOf(question) }, lying, (lie) =>
      told.push(`call ${calls}, ${question.text}: ${lie}`),
    );
  }

  function countOf({ text }: Question): number {
    calls++;
    const count = asked.get(text) ?? 0;
    asked.set(text, count + 1);
    return count;
  }

  const server = createServer((request, response) => {
    const reply = answerTo(request.url ?? "");
    if (reply === "hang-up") return request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin + LYING_PREFIX.slice(0, -1),
    honestUrl: origin + HONEST_PREFIX.slice(0, -1),
    get told() {
      return told;
    },
    calls: () => calls,
    show(story, traits) {
      chain = { story, traits };
      lying = HONEST;
      calls = 0;
      told = [];
      asked = new Map();
    },
    lie(next) {
      lying = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
