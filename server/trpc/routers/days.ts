import { listDays } from "@/server/services/published/list-days";
import { listRewards } from "@/server/services/published/published-files";
import { readDay } from "@/server/services/published/read-day";
import { publicProcedure, router } from "../init";
import {
  dayInput,
  dayOutput,
  daysInput,
  daysOutput,
  rewardsInput,
  rewardsOutput,
  toDayOutput,
  toRewardsOutput,
  toSummaryOutput,
} from "../schemas/days";

const tags = ["Days"];

/** Drops undefined fields: services tell "absent" from "undefined". */
function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

export const daysRouter = router({
  list: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/days",
        tags,
        summary: "List days, newest first",
        protect: false,
      },
    })
    .input(daysInput)
    .output(daysOutput)
    .query(async ({ ctx, input }) => {
      const { days, nextBefore } = await listDays(ctx.services, given(input));
      return { days: days.map(toSummaryOutput), nextBefore };
    }),
  read: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/days/{day}",
        tags,
        summary: "Get a day's progress, totals, batches and hashes to verify",
        protect: false,
      },
    })
    .input(dayInput)
    .output(dayOutput)
    .query(async ({ ctx, input }) => toDayOutput(await readDay(ctx.services, input))),
  rewards: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/days/{day}/rewards",
        tags,
        summary: "List what each address is owed for a day",
        description: "Available once the day's report is published, before anything is approved.",
        protect: false,
      },
    })
    .input(rewardsInput)
    .output(rewardsOutput)
    .query(async ({ ctx, input: { day, ...page } }) =>
      toRewardsOutput(await listRewards(ctx.services, { day, ...given(page) })),
    ),
});
