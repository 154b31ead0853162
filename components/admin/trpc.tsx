"use client";

import { TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { consoleTexts as texts } from "@/components/messages/console";
import type { AppRouter } from "@/server/trpc/root";
import { sentence } from "@/server/words/sentence";

/** TRPCProvider is ConsoleApi's. */
export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** A call's error, in words for the person who made it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof TRPCClientError)) return texts.noAnswer;
  if (error.data) return sentence(error.message);
  // A door that refused it before any procedure was called says so in JSON of its own.
  const said: unknown = error.meta?.responseJSON;
  const isWords = typeof said === "object" && said !== null && "message" in said && typeof said.message === "string";
  return isWords ? sentence(said.message as string) : texts.noAnswer;
}
