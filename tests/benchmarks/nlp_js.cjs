// Trains nlp.js on the examples of a file and prints its intent and milliseconds for each question, as JSON.
const { NlpManager } = require("node-nlp");
const { examples, questions } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));

async function main() {
  const manager = new NlpManager({ languages: ["de", "en"], nlu: { log: false }, autoSave: false, forceNER: false });
  for (const { language, text, intent } of examples) manager.addDocument(language, text, intent);
  await manager.train();
  const guesses = [];
  for (const [language, text] of questions) {
    const begin = process.hrtime.bigint();
    const { intent } = await manager.process(language === "en" ? "en" : "de", text);
    guesses.push([intent === "None" ? null : intent, Number(process.hrtime.bigint() - begin) / 1e6]);
  }
  process.stdout.write(JSON.stringify(guesses));
}

main();
