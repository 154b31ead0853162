import { nothingHere } from "@/server/doors/nothing-here";

export const dynamic = "force-dynamic";

/** What no other route has. Without this one a program would be answered with a page. */
export { nothingHere as GET, nothingHere as HEAD };
