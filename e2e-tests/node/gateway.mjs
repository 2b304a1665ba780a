// Drives the edge with OpenAI's SDK and prints what it saw as one JSON object. Arguments: base URL. Key: OPENAI_API_KEY.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], maxRetries: 0, timeout: 20_000 });
const messages = [{ role: 'user', content: 'Tell me something.' }];
const atOnce = { headers: { 'x-sim': 'ttft=0,tps=0' } };

async function chat() {
  const { data, response } = await client.chat.completions
    .create({ model: 'simulator/sim-chat', messages, max_tokens: 5 }, atOnce)
    .withResponse();
  return {
    id: data.id,
    generation: response.headers.get('x-generation-id'),
    text: data.choices[0].message.content,
    finishReason: data.choices[0].finish_reason,
    usage: data.usage,
  };
}

async function stream() {
  const chunks = await client.chat.completions.create(
    { model: 'simulator/sim-chat', messages, max_tokens: 5, stream: true, stream_options: { include_usage: true } },
    atOnce,
  );
  let text = '';
  let usage = null;
  let lastHasUsage = false;
  for await (const chunk of chunks) {
    text += chunk.choices[0]?.delta?.content ?? '';
    lastHasUsage = Boolean(chunk.usage);
    usage = chunk.usage ?? usage;
  }
  return { text, usage, lastHasUsage };
}

async function silence() {
  const chunks = await client.chat.completions.create(
    { model: 'simulator/sim-chat', messages, max_tokens: 3, stream: true },
    { headers: { 'x-sim': 'silence=1200ms' } },
  );
  let text = '';
  for await (const chunk of chunks) text += chunk.choices[0]?.delta?.content ?? '';
  return { text };
}

async function error() {
  try {
    await client.chat.completions.create({ model: 'simulator/sim-chatt', messages });
    return { thrown: null };
  } catch (e) {
    return {
      thrown: e.constructor.name,
      isBadRequest: e instanceof OpenAI.BadRequestError,
      status: e.status,
      message: e.message,
      body: e.error,
    };
  }
}

async function cancel() {
  const { data: chunks, response } = await client.chat.completions
    .create(
      { model: 'simulator/sim-slow', messages, max_tokens: 200, stream: true },
      { headers: { 'x-sim': 'ttft=0,tps=20' } },
    )
    .withResponse();
  let read = 0;
  for await (const chunk of chunks) {
    if (chunk.choices[0]?.delta?.content && ++read === 3) break;
  }
  return { generation: response.headers.get('x-generation-id'), read, closedAt: new Date().toISOString() };
}

const results = {};
for (const step of [chat, stream, silence, error, cancel]) results[step.name] = await step();
console.log(JSON.stringify(results));
