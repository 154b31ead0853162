// The lock file names no registry: a clone installs from the configured one.
export function checkLockHosts(files) {
  const lock = files.find((file) => file.path === "package-lock.json")?.text ?? "";
  const urls = new Set(lock.match(/https?:\/\/[^/"]+\/[^"]*\.tgz/g) ?? []);
  const problems = [...urls].map((url) => `package-lock.json names a registry: ${url}`);
  return { figures: { registriesInLock: problems.length }, problems };
}
