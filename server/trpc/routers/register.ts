import { z } from "zod";
import { LONGEST_TYPED } from "@/server/domain/cardano/typed-address";
import { listRegister, REGISTER_LISTS } from "@/server/services/holders/list-register";
import { memberProcedure, router } from "../init";

export const registerRouter = router({
  /** A page of players or holders. What a cursor and a search may be is the service's to judge. */
  list: memberProcedure("console.read")
    .input(
      z.object({
        list: z.enum(REGISTER_LISTS),
        cursor: z.string().max(LONGEST_TYPED).nullable(),
        search: z.string().max(LONGEST_TYPED),
      }),
    )
    .query(({ ctx, input }) => listRegister(ctx.services.db, input)),
});
