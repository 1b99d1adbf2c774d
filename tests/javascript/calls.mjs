// Makes calls one after the other and prints, as JSON, what the AWS SDK for JavaScript made of each answer, or the error's code.
// Arguments: endpoint, and a JSON list of { client, action, input }. A text "$1.A.0.B" in an input is taken from the answer of call 1.
import * as ec2 from "@aws-sdk/client-ec2";
import * as autoScaling from "@aws-sdk/client-auto-scaling";

const [endpoint, calls] = [process.argv[2], JSON.parse(process.argv[3])];
const options = { endpoint, region: process.env.AWS_REGION, maxAttempts: 1 };
const clients = { ec2: [new ec2.EC2Client(options), ec2], "auto-scaling": [new autoScaling.AutoScalingClient(options), autoScaling] };
const answers = [];
const from = (path) => path.slice(1).split(".").reduce((value, key) => value?.[key], ["", ...answers]);
const filled = (value) =>
  typeof value === "string" && /^\$\d/.test(value) ? from(value)
  : Array.isArray(value) ? value.map(filled)
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v)])) : value;
for (const { client, action, input } of calls) {
  const [sender, module] = clients[client ?? "ec2"];
  try {
    const { $metadata, ...answer } = await sender.send(new module[action + "Command"](filled(input ?? {})));
    answers.push(answer);
  } catch (e) {
    answers.push({ error: e.Code ?? e.name, message: e.message, status: e.$metadata?.httpStatusCode });
  }
}
console.log(JSON.stringify(answers));
