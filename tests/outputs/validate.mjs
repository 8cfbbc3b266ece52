// What an independent validator says of the structured data of pages: `node validate.mjs PAGE …` prints, as JSON, a
// list for each page, of what is wrong, with the severity and the path of each.
import { readFile } from "node:fs/promises";
import Validator from "@adobe/structured-data-validator";
import WebAutoExtractor from "@marbec/web-auto-extractor";

const said = {};
for (const page of process.argv.slice(2)) {
  const extractor = new WebAutoExtractor({ addLocation: true, embedSource: ["rdfa", "microdata"] });
  const found = extractor.parse(await readFile(page, "utf8"));
  const issues = await new Validator().validate(found);
  said[page] = {
    types: Object.keys(found.jsonld ?? {}),
    errors: found.errors ?? [],
    issues: issues.map(({ issueMessage, severity, path }) => ({
      severity,
      message: issueMessage,
      place: path.map(({ type, property }) => type ?? property).join("/"),
    })),
  };
}
process.stdout.write(JSON.stringify(said));
