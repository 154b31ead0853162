import { env } from "@/server/env";
import { makeSecretBox, type SecretBox } from "@/server/services/people/secret-box";

let shared: SecretBox | undefined;

/** The box of this installation, under NEXTAUTH_SECRET. */
export function secretBox(): SecretBox {
  shared ??= makeSecretBox(env().NEXTAUTH_SECRET);
  return shared;
}
