import { env } from "@/server/env";
import { makeSecretBox, type SecretBox } from "@/server/services/people/secret-box";

let shared: SecretBox | undefined;

/** The box of this installation, under SEALING_KEY. */
export function secretBox(): SecretBox {
  shared ??= makeSecretBox(env().SEALING_KEY);
  return shared;
}
