/** The engine in the terminal: its commands (`commands.ts`) on this process's own streams. */
import { execute } from "./commands.ts";

process.exitCode = await execute(process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
});
