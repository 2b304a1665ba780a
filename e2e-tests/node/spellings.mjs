// What people's programs do with OpenAI's SDK, in spellings that are not today's; prints what came of it as one JSON
// object. Arguments: base URL. Key: OPENAI_API_KEY.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], maxRetries: 0, timeout: 20_000 });

const ask = (content) => [{ role: 'user', content }];
const told = (answer) => ({ id: answer.id, model: answer.model, usage: answer.usage });

// Headers as a part of the first argument, which the SDK sends in the body.
async function headers() {
  return told(await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: ask('Draft a reply.'),
    max_tokens: 5,
    headers: { 'HTTP-Referer': 'https://app.example', 'X-Title': 'Assistant', 'X-Department': 'engineering' },
  }));
}

async function fallback() {
  return told(await client.chat.completions.create({
    model: 'claude-3.5-sonnet',
    messages: ask('Hello!'),
    max_tokens: 5,
    route: 'fallback',
    transforms: ['gpt-4o', 'gemini-1.5-pro'],
  }));
}

async function cheapEnough() {
  return told(await client.chat.completions.create({
    model: '/*',
    messages: ask('Hello!'),
    max_tokens: 5,
    max_price_per_million_tokens: 2.0,
  }));
}

async function weighted() {
  return told(await client.chat.completions.create({
    models: [
      { model: 'gpt-4o-mini', weight: 10 },
      { model: 'gpt-4o', weight: 2 },
      { model: 'claude-3.5-sonnet', weight: 3 },
    ],
    routing_strategy: 'weighted_by_inverse_price',
    messages: ask('Hello!'),
    max_tokens: 5,
  }));
}

// The program chooses the model by the task.
async function tasks() {
  const models = {
    code: 'deepseek/deepseek-coder',
    analysis: 'claude-3.5-sonnet',
    chat: 'meta-llama/llama-3.1-8b',
    long: 'gemini-1.5-pro',
  };
  const done = {};
  for (const [task, model] of Object.entries(models)) {
    done[task] = told(await client.chat.completions.create({ model, messages: ask(`A task: ${task}`), max_tokens: 5 }));
  }
  return done;
}

// The program adds up what it has spent and goes on with a cheaper model when the budget is used up.
async function budget() {
  const limit = 0.0002;
  let spent = 0;
  const models = [];
  const answers = [];
  for (let i = 0; i < 6; i++) {
    const answer = await client.chat.completions.create({
      model: spent < limit ? 'gpt-4o' : 'gpt-4o-mini',
      messages: ask(`Question ${i}`),
      max_tokens: 5,
    });
    spent += answer.usage.cost;
    models.push(answer.model);
    answers.push(told(answer));
  }
  return { spent, models, answers };
}

// The program asks several models at once and compares what they say.
async function validation() {
  const answers = await Promise.all(['gpt-4o', 'claude-3.5-sonnet', 'gemini-1.5-pro'].map((model) =>
    client.chat.completions.create({ model, messages: ask('Is the sky blue?'), max_tokens: 5 })));
  return {
    texts: answers.map((answer) => answer.choices[0].message.content),
    answers: answers.map(told),
    total: answers.reduce((sum, answer) => sum + answer.usage.cost, 0),
  };
}

const results = {};
for (const step of [headers, fallback, cheapEnough, weighted, tasks, budget, validation]) results[step.name] = await step();
console.log(JSON.stringify(results));
