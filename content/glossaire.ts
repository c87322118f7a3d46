/**
 * The glossary: one French word a thing, its English in parentheses, one or two sentences.
 *
 * Sentences are typed with ordinary spaces; the page sets them. `seen` leads to the place of a study
 * where the thing happens. Knows nothing of the page.
 */

export interface GlossaryEntry {
  /** Anchor: stable, ASCII. */
  readonly id: string;
  readonly term: string;
  /** What practitioners say in English, or null when they say the French word. */
  readonly english: string | null;
  /** Other French words met for the same thing. */
  readonly also: readonly string[];
  readonly definition: string;
  readonly seen: { readonly title: string; readonly href: string } | null;
}

const STUDY = "/etudes/saga-fintech/";

const inStudy = (title: string, anchor: string): GlossaryEntry["seen"] => ({
  title,
  href: `${STUDY}#${anchor}`,
});

const entry = (
  id: string,
  term: string,
  english: string | null,
  definition: string,
  rest: { readonly also?: readonly string[]; readonly seen?: GlossaryEntry["seen"] } = {},
): GlossaryEntry => ({
  id,
  term,
  english,
  definition,
  also: rest.also ?? [],
  seen: rest.seen ?? null,
});

export const glossary: readonly GlossaryEntry[] = [
  entry(
    "acquittement",
    "acquittement",
    "acknowledgement",
    "Message par lequel celui qui reçoit dit qu’il a reçu. Il ne dit pas que le travail est fait, et son absence ne dit pas qu’il ne l’est pas.",
    { also: ["accusé de réception"] },
  ),
  entry(
    "annulation",
    "annulation",
    "rollback",
    "Abandon d’une transaction locale avant sa validation : personne n’en verra rien. À ne pas confondre avec une compensation, qui agit après coup et laisse des traces.",
    { also: ["retour arrière"], seen: inStudy("Le prix", "le-prix") },
  ),
  entry(
    "arret-brutal",
    "arrêt brutal",
    "crash",
    "Le processus disparaît entre deux instructions, sans rien ranger. Sa mémoire est perdue ; ce que sa base a validé survit.",
    { seen: inStudy("L’expérience", "l-experience") },
  ),
  entry(
    "au-moins-une-fois",
    "au moins une fois",
    "at least once",
    "Garantie d’un envoi répété jusqu’à l’accusé de réception : le message arrive, parfois deux fois. Celui qui reçoit doit donc supporter les doublons.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "au-plus-une-fois",
    "au plus une fois",
    "at most once",
    "Garantie d’un envoi jamais répété : pas de doublon, mais rien ne remplace un message perdu.",
  ),
  entry(
    "boite-d-envoi",
    "boîte d’envoi transactionnelle",
    "transactional outbox",
    "Table où l’on écrit, dans la transaction même de la décision, le message qu’il faudra publier. Un relais le publie ensuite, une ou plusieurs fois.",
  ),
  entry(
    "charge-utile",
    "charge utile",
    "payload",
    "Ce que transporte un message, hors de son enveloppe.",
  ),
  entry(
    "cle-idempotence",
    "clé d’idempotence",
    "idempotency key",
    "Identifiant que l’appelant joint à sa demande et qu’il garde s’il la répète. Le destinataire s’en sert pour reconnaître la demande déjà faite et rendre la première réponse.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "coherence-a-terme",
    "cohérence à terme",
    "eventual consistency",
    "Promesse que les copies finiront par s’accorder si plus rien ne change et si chacun fait son travail. Elle ne dit pas quand. « Éventuelle » est un faux ami : en français, il veut dire « possible ».",
    { seen: inStudy("Le prix", "le-prix") },
  ),
  entry(
    "compensation",
    "compensation",
    "compensating transaction",
    "Action du métier qui contrebalance une étape déjà validée : rembourser, rendre le stock, rappeler le colis. Elle n’efface rien, elle ajoute une écriture.",
    { also: ["transaction de compensation"], seen: inStudy("Le prix", "le-prix") },
  ),
  entry(
    "concurrents",
    "événements concurrents",
    "concurrent events",
    "Deux événements dont aucun n’a pu influencer l’autre, quel que soit l’écart entre leurs heures. Signe : ∥.",
    { also: ["événements indépendants"] },
  ),
  entry(
    "coupure",
    "coupure",
    "network partition",
    "Des nœuds en service ne se joignent plus, dans un sens ou dans les deux. De l’intérieur, une coupure ressemble à une panne de l’autre.",
    { also: ["partition réseau"] },
  ),
  entry(
    "courtier",
    "courtier de messages",
    "message broker",
    "Service qui reçoit des messages, les garde et les remet à ceux qui les attendent, de sorte qu’émetteur et destinataire n’aient pas à vivre au même instant.",
  ),
  entry(
    "decalage-horloge",
    "décalage d’horloge",
    "clock skew",
    "Écart entre l’heure de deux machines à un même instant. Quand l’écart grandit tout seul, on parle de dérive.",
  ),
  entry(
    "dedoublonnage",
    "dédoublonnage",
    "deduplication",
    "Reconnaître qu’un message a déjà été traité et ne pas recommencer. Il y faut une clé et une mémoire durable, écrite avec l’effet.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "defaillance",
    "défaillance",
    "failure",
    "Le service rendu n’est plus celui qui était promis. La faute en est la cause, l’erreur l’état intermédiaire ; une faute bien contenue ne produit pas de défaillance.",
  ),
  entry(
    "delai-attente",
    "délai d’attente",
    "timeout",
    "Durée au-delà de laquelle l’appelant cesse d’attendre. Son expiration est un renseignement sur lui, pas sur l’autre : l’opération a peut-être eu lieu.",
    { also: ["expiration"], seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "deux-phases",
    "validation en deux phases",
    "two-phase commit, 2PC",
    "Protocole où un coordinateur demande à chacun s’il est prêt, puis ordonne à tous de valider. S’il disparaît entre les deux, les participants gardent leurs verrous et attendent.",
  ),
  entry(
    "disjoncteur",
    "disjoncteur",
    "circuit breaker",
    "Garde placée devant un appel : après trop d’échecs, elle refuse tout de suite au lieu d’attendre, puis laisse passer un essai. Elle soulage, elle ne fait réussir aucun appel.",
  ),
  entry(
    "double-ecriture",
    "double écriture",
    "dual write",
    "Écrire à deux endroits sans transaction commune, par exemple une base et un autre service. Un arrêt entre les deux laisse l’un sans l’autre.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "estampille",
    "estampille",
    "logical timestamp",
    "Numéro posé sur un événement par une horloge logique. Il parle d’ordre, jamais d’heure ; pour l’heure, on dit horodatage.",
  ),
  entry(
    "etape-pivot",
    "étape pivot",
    "pivot step",
    "Étape d’une saga après laquelle on ne revient plus en arrière : tout ce qui suit doit pouvoir être répété jusqu’à réussir.",
    { seen: inStudy("Le prix", "le-prix") },
  ),
  entry(
    "exactement-une-fois",
    "exactement une fois",
    "exactly once",
    "Ce que tout le monde voudrait d’un envoi et que le réseau ne donne pas. Ce qu’on obtient : au moins un envoi, et un seul effet, parce que le destinataire dédoublonne.",
    { seen: inStudy("Retenir", "retenir") },
  ),
  entry(
    "file",
    "file d’attente",
    "queue",
    "Demandes reçues qui attendent un ouvrier libre. Une file sans limite ne protège de rien : elle remplace le refus par l’attente.",
  ),
  entry(
    "gigue",
    "gigue",
    "jitter",
    "Part de hasard ajoutée à une attente pour que des clients qui ont échoué ensemble ne reviennent pas ensemble.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "graine",
    "graine",
    "seed",
    "Nombre d’où sort tout le hasard d’un parcours. Même graine, mêmes réglages, mêmes pannes : même parcours, au pas près.",
    { seen: inStudy("Modèle et limites", "modele-et-limites") },
  ),
  entry(
    "horloge-logique",
    "horloge logique",
    "logical clock, Lamport clock",
    "Compteur qui avance à chaque événement et à chaque message reçu. Si A a pu influencer B, A porte le plus petit numéro ; l’inverse n’est pas vrai.",
  ),
  entry(
    "horloge-vectorielle",
    "horloge vectorielle",
    "vector clock",
    "Un compteur par nœud. En comparant deux horloges, on sait si deux événements sont liés ou concurrents ; on ne sait pas lequel choisir.",
  ),
  entry(
    "idempotence",
    "idempotence",
    "idempotency",
    "Une opération est idempotente quand la faire deux fois revient à la faire une fois. Cela se construit : « débiter » ne l’est pas, « débiter pour la commande 1042, une fois » l’est.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "index-unique",
    "index unique",
    "unique index",
    "Contrainte de base de données qui interdit deux lignes de même clé. C’est le seul endroit où deux demandes simultanées sont départagées à coup sûr.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "interblocage",
    "interblocage",
    "deadlock",
    "Deux transactions attendent chacune un verrou que l’autre tient. La base en annule une.",
  ),
  entry(
    "invariant",
    "invariant",
    "invariant",
    "Ce qui doit rester vrai à chaque instant. Le laboratoire les appelle promesses et les juge à chaque pas.",
    { also: ["promesse"], seen: inStudy("Défi", "defi") },
  ),
  entry(
    "isolation",
    "isolation",
    "isolation",
    "Ce qu’une transaction en cours cache aux autres. Une saga n’en offre aucune : entre ses étapes, chacun voit l’état provisoire.",
    { seen: inStudy("Le prix", "le-prix") },
  ),
  entry(
    "journal-transactions",
    "journal de transactions",
    "write-ahead log, WAL",
    "Suite des changements validés par une base, dans l’ordre. On y relit l’état à n’importe quel instant.",
  ),
  entry(
    "lettre-morte",
    "lettre morte",
    "dead letter",
    "Message qu’on renonce à traiter et qu’on met de côté pour une personne. Le mettre de côté ne règle pas ce qu’il annonçait.",
  ),
  entry(
    "message-empoisonne",
    "message empoisonné",
    "poison message",
    "Message que son destinataire ne pourra jamais lire, combien de fois qu’on le lui présente.",
  ),
  entry(
    "nouvelle-tentative",
    "nouvelle tentative",
    "retry",
    "Refaire une demande restée sans réponse. Sûr si l’opération est idempotente, dangereux sinon, inutile si la cause dure.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "orchestrateur",
    "orchestrateur",
    "orchestrator",
    "Service qui déroule une saga : il appelle chaque participant à son tour et décide de compenser. Il n’est un point unique de défaillance que si son avancement n’est pas durable.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "orchestration-choregraphie",
    "orchestration et chorégraphie",
    "orchestration, choreography",
    "Deux façons de coordonner : un chef qui appelle, ou des participants qui réagissent chacun aux événements des autres.",
  ),
  entry(
    "precedence-causale",
    "précédence causale",
    "happened-before",
    "A précède B si un fil de messages et d’exécutions mène de A à B. C’est la seule notion d’« avant » sur laquelle deux machines peuvent s’accorder.",
    { also: ["« arrivé avant »"] },
  ),
  entry(
    "reprise",
    "reprise",
    "recovery",
    "Ce qu’un système fait, après un arrêt, de ce qu’il avait commencé : continuer (vers l’avant) ou défaire (vers l’arrière). Elle ne peut s’appuyer que sur ce qui est écrit.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "saga",
    "saga",
    "saga",
    "Suite de transactions locales, chacune dans sa base, avec pour chacune une compensation prévue. Elle se termine entière ou défaite, sans verrou commun et sans isolation.",
    { seen: inStudy("Le correctif", "le-correctif") },
  ),
  entry(
    "ouvrier-perime",
    "ouvrier périmé",
    "zombie worker",
    "Processus qui se croit encore chargé d’un travail qu’un autre a repris. Un bail ne suffit pas à l’arrêter ; celui qui reçoit ses ordres doit les refuser.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "surete-vivacite",
    "sûreté et vivacité",
    "safety, liveness",
    "Une promesse de sûreté dit que rien de mauvais n’arrive ; un seul instant la rompt. Une promesse de vivacité dit que quelque chose de bon finit par arriver ; il faut attendre pour la juger.",
    { seen: inStudy("Défi", "defi") },
  ),
  entry(
    "systeme-distribue",
    "système distribué",
    "distributed system",
    "Des machines qui ne partagent ni mémoire ni horloge et ne se connaissent que par messages. « Réparti » dit la même chose.",
    { also: ["système réparti"] },
  ),
  entry(
    "transaction-locale",
    "transaction locale",
    "local transaction",
    "Transaction dans une seule base : tout ou rien, et invisible jusqu’à sa validation.",
    { seen: inStudy("L’explication", "l-explication") },
  ),
  entry(
    "verrou-semantique",
    "verrou sémantique",
    "semantic lock",
    "Marque posée sur une donnée du métier (« réservé, en attente de paiement ») pour que les autres sachent qu’elle n’est pas définitive.",
    { seen: inStudy("Le prix", "le-prix") },
  ),
];
