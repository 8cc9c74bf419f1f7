// Starts GraphiQL on this gateway, with the examples of its configuration in the first tabs.
(async () => {
  const request = GraphiQL.createFetcher({ url: "/graphql" });

  function isSubscription(parameters, options) {
    const definitions = options?.documentAST?.definitions ?? [];
    const operations = definitions.filter((one) => one.kind === "OperationDefinition");
    const named = operations.find((one) => one.name?.value === parameters.operationName);
    return (named ?? operations[0])?.operation === "subscription";
  }

  // The results of a subscription: server-sent events in the answer to its request, as the protocol
  // graphql-sse has them for distinct connections.
  async function* results(parameters, options, signal) {
    const headers = { "content-type": "application/json", accept: "text/event-stream" };
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { ...options?.headers, ...headers },
      body: JSON.stringify(parameters),
      signal,
    });
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
      yield await response.json();
      return;
    }
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error("the stream ended before the subscription did");
      text += decoder.decode(value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        const field = (name) => {
          const lines = event.split("\n").filter((line) => line.startsWith(`${name}:`));
          return lines.map((line) => line.slice(name.length + 1).replace(/^ /, "")).join("\n");
        };
        if (field("event") === "next") yield JSON.parse(field("data"));
        if (field("event") === "complete") return;
      }
    }
  }

  // A generator that waits cannot be told to stop; its request can.
  function subscribe(parameters, options) {
    const stop = new AbortController();
    const generator = results(parameters, options, stop.signal);
    const ended = { value: undefined, done: true };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        try {
          return await generator.next();
        } catch (error) {
          if (stop.signal.aborted) return ended;
          throw error;
        }
      },
      async return() {
        stop.abort();
        return ended;
      },
    };
  }

  const fetcher = (parameters, options) =>
    isSubscription(parameters, options) ? subscribe(parameters, options) : request(parameters, options);

  const examples = await (await fetch("/graphiql/examples.json")).json();
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  root.render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: examples.length > 0 ? examples.map((query) => ({ query })) : undefined,
      shouldPersistHeaders: false,
    }),
  );
})();
