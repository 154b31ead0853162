/** What a person signs in with. Each can be set anew while the other one stays needed. */
export type Credential = "password" | "second-factor";
