/** Of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** All that a module's process gets of the environment. */
export type ModuleVariables = { readonly chosen: Readonly<Record<string, string>> };

/** To find programs, libraries and its owner's files, and where SoftHSM2 has its own. */
const ALWAYS = ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "SOFTHSM2_CONF"];

/**
 * Of an environment what a module needs: a few variables, and those that are named. What its vendor wrote has no use
 * for the secrets that stand beside them. What is not set is left out.
 */
export function chooseVariables(all: Variables, named: readonly string[] = []): ModuleVariables {
  const names = [...ALWAYS, ...named];
  return { chosen: Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))) };
}
