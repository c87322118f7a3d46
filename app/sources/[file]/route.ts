/** `/sources/<scenario>.json`: the highlighted handlers of a scenario, written at build time. */
import { readSources, scenariosWithSources } from "@/app/_lab/code/sources.ts";

export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams(): { file: string }[] {
  return scenariosWithSources().map((scenario) => ({ file: `${scenario}.json` }));
}

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params;
  const scenario = file.replace(/\.json$/, "");
  if (!scenariosWithSources().includes(scenario)) return new Response(null, { status: 404 });
  return Response.json(await readSources(scenario));
}
