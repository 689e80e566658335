// A published client of the reporting API at our own door: `node client.mjs BASE USER PASSWORD`, answers as JSON.
// The client's own bytes go over the wire; only its base address is ours, and any other host is refused below.
import {
  Client, Environment, FileHashType, FileRelevance, IPEventName, IncidentType,
} from "@civitai/cybertipline-tools";

const [base, username, password] = process.argv.slice(2);
const wire = globalThis.fetch;
const seen = [];
globalThis.fetch = async (url, options) => {
  if (new URL(url).hostname !== "127.0.0.1") throw new Error("This trial speaks to its own machine only.");
  const answer = await wire(url, options);
  seen.push({ path: new URL(url).pathname, status: answer.status, receipt: answer.headers.get("Nightlight-Receipt") });
  return answer;
};

function client(secret) {
  const made = new Client({ environment: Environment.Testing, credentials: { username, password: secret } });
  made.baseUrl = base;
  return made;
}

const report = {
  incidentSummary: {
    incidentType: IncidentType.ChildPornography,
    incidentDateTime: new Date("2026-11-18T12:00:00Z"),
  },
  reporter: { reportingPerson: { email: [{ email: "desk@example.com" }] } },
  personOrUserReported: {
    espIdentifier: "sample-account-1",
    ipCaptureEvent: [{ ipAddress: "198.51.100.7", eventName: IPEventName.Upload, dateTime: new Date("2026-11-18T12:00:00Z") }],
  },
};

async function refused(attempt) {
  try {
    return { answered: (await attempt()).data };
  } catch (error) {
    return { refused: error.message };
  }
}

const ours = client(password);
const said = { status: (await ours.getStatus()).data };
said.submit = (await ours.submitReport(report)).data;
const id = said.submit.reportId;
said.upload = (await ours.uploadFile({ id, file: new File(["no picture of anything"], "sample.bin") })).data;
said.fileinfo = (await ours.submitFileDetails({
  reportId: id,
  fileId: said.upload.fileId,
  originalFileName: "sample-original.bin",
  fileRelevance: FileRelevance.Reported,
  originalFileHash: [{ value: "0".repeat(40), hashType: FileHashType.SHA1 }],
})).data;
said.finish = (await ours.finishReport({ id })).data;
said.finishedAgain = await refused(() => ours.finishReport({ id }));
said.tooLate = await refused(() => ours.uploadFile({ id, file: new File(["late"], "late.bin") }));
const other = (await ours.submitReport(report)).data.reportId;
said.retract = (await ours.cancelReport({ id: other })).data;
said.retractedAgain = await refused(() => ours.cancelReport({ id: other }));
said.noSuchReport = await refused(() => ours.finishReport({ id: 12345 }));
said.wrongPassword = await refused(() => client("wrong").getStatus());
console.log(JSON.stringify({ said, seen }));
