import { z } from "zod";

/*
 * zod asks whether it may compile its parsers with eval as soon as an object's schema is made, and the policy of pages
 * reports the question. Imported before whatever makes one. The server compiles them.
 */
if (typeof window !== "undefined") z.config({ jitless: true });
