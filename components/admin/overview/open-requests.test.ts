import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, expect, test, vi } from "vitest";
import type { ListedRequest } from "@/server/services/people/list-requests";
import { OpenRequests } from "./open-requests";

// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("next/navigation", () => ({ useRouter: () => ({}) }));
vi.mock("@tanstack/react-query", () => ({ useMutation: () => ({ isPending: false, isError: false }) }));
vi.mock("@/components/admin/trpc", () => ({
  useTRPC: () => ({ people: { withdraw: { mutationOptions: () => ({}) } } }),
}));

const byOwner = {
  userId: "1",
  name: "Ann",
  email: "ann@example.org",
  what: "both",
  role: null,
  requestedBy: null,
  by: null,
  isOneOfTwo: false,
  mayAlone: false,
  aloneFromMs: 1_800_000_000_000,
} satisfies ListedRequest;

test("an open request says about whom, what, by whom and until when, and has a button that takes it back", () => {
  const role: ListedRequest = { ...byOwner, userId: "2", what: "role", role: "admin", by: "Ben", mayAlone: true };
  const html = renderToStaticMarkup(createElement(OpenRequests, { requests: [byOwner, role] }));
  const shown = html.replace(/<[^>]+>/g, " ");
  for (const words of [
    "Ann &lt;ann@example.org&gt;: a new password and second factor is asked for",
    "Asked for on the server, without a sign-in. Another administrator can agree",
    "2027-01-15",
    "the role admin is asked for",
    "Asked for by Ben. One alone can have it done now",
  ]) {
    expect(shown).toContain(words);
  }
  expect(html.match(/Take it back</g)).toHaveLength(2);
});
