import { ChainSourceError } from "../../error";

/** "ok", or what is wrong with the route and what to do. */
export type RouteStatus = string;

export type Probe = {
  /** By route, in the order they were tried. */
  readonly routes: Readonly<Record<string, RouteStatus>>;
  /** What the product needs and does not find, and what to do. */
  readonly problems: string[];
  /** The answer to a question, or undefined where the server has no such route or answers wrongly. */
  ask<T>(route: string, question: () => Promise<T>): Promise<T | undefined>;
};

/** Puts questions to a server and notes what came of them. Throws where it will not answer at all. */
export function createProbe(tell: (route: string, status: RouteStatus) => void): Probe {
  const routes: Record<string, RouteStatus> = {};
  const problems: string[] = [];
  const note = (route: string, status: RouteStatus) => {
    if (routes[route] === status) return;
    routes[route] = status;
    tell(route, status);
  };
  const endsAll = ({ kind }: ChainSourceError) =>
    kind === "unauthorised" || kind === "rate-limited" || (kind === "unreachable" && Object.keys(routes).length === 0);
  return {
    routes,
    problems,
    async ask(route, question) {
      try {
        const answer = await question();
        note(route, "ok");
        return answer;
      } catch (error) {
        if (!(error instanceof ChainSourceError) || endsAll(error)) throw error;
        problems.push(error.message);
        note(route, error.message);
        return undefined;
      }
    },
  };
}
