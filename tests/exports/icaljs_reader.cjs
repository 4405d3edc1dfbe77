// Reads an iCalendar file from standard input with ical.js and says what it found, as JSON.
const ICAL = require("ical.js").default || require("ical.js");

const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const utc = (time) => time.toJSDate().toISOString().replace(".000Z", "+00:00");
const method = calendar.getFirstPropertyValue("method");
if (process.argv[2] === "todos") {
  const moment = (todo, name) => {
    const found = todo.getFirstPropertyValue(name);
    return found ? utc(found) : "";
  };
  const todos = calendar.getAllSubcomponents("vtodo").map((todo) => ({
    uid: todo.getFirstPropertyValue("uid"),
    start: moment(todo, "dtstart"),
    due: moment(todo, "due"),
    summary: todo.getFirstPropertyValue("summary"),
    status: todo.getFirstPropertyValue("status"),
    completed: moment(todo, "completed"),
  }));
  process.stdout.write(JSON.stringify({ method: method || "", todos }));
  process.exit();
}

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    recurrence: event.recurrenceId ? utc(event.recurrenceId) : "",
    start: utc(event.startDate),
    end: utc(event.endDate),
    summary: event.summary,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    organizer: event.organizer.toLowerCase(),
    attendees: event.attendees
      .map((a) => [a.getFirstValue().toLowerCase(), a.getParameter("partstat"), a.getParameter("cn")])
      .sort(),
  };
});

const first = [];
const master = calendar.getAllSubcomponents("vevent").find((c) => c.hasProperty("rrule"));
if (master) {
  const event = new ICAL.Event(master);
  for (const component of calendar.getAllSubcomponents("vevent"))
    if (component.hasProperty("recurrence-id")) event.relateException(component);
  const iterator = event.iterator();
  for (let next = iterator.next(); next && first.length < 5; next = iterator.next())
    first.push(utc(event.getOccurrenceDetails(next).startDate));
}
process.stdout.write(
  JSON.stringify({ method, events, first }),
);
