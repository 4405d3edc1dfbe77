#!/usr/bin/env bash
# One request, from a vague wish to a closed file, by commands alone.
#
# Read it from top to bottom: each paragraph says what happens in the office, the commands below
# it do it. Then run it; it makes a database of its own, touches nothing else and takes about
# a minute:
#
#     bash docs/tutorial.sh                            # into a new folder, named at the end
#     LIAISON_LANG=zh bash docs/tutorial.sh /tmp/618   # in Chinese, into a folder of your choice
#
# The story: marketing (市场部) wants a campaign for 18 June, the 618 大促. It needs product
# sheets from product (产品部), trained people from sales (销售部) and stock from logistics
# (物流部). You, whose account runs this, are the coordinator.

set -euo pipefail

OUT=${1:-$(mktemp -d)}
LIAISON_LANG=${LIAISON_LANG:-en}
DB=$OUT/tutorial.db
[ ! -e "$DB" ] || { printf '%s is there already; name another folder\n' "$DB" >&2; exit 1; }
mkdir -p "$OUT/calendar"

# Every command below goes to that database. On your own you would set LIAISON_DB, or the
# database in the settings, and type plain `liaison`.
#
# `--as` lets you play all the others. It works because the database file is yours, and the trail
# keeps your account beside the name. On a shared server everybody acts as themselves.
desk() {
  local word
  printf '\n$ liaison' >&2
  for word; do
    case $word in *[\ \|]*) word="\"$word\"" ;; esac
    printf ' %s' "$word" >&2
  done
  printf '\n' >&2
  liaison --db "$DB" --lang "$LIAISON_LANG" "$@"
}


# 1. Departments and people

# Whoever first opens an empty database becomes its coordinator, so a look at it founds the desk.
desk person list

# Arguments are options (`--code MKT --name 市场部`), or JSON with the same names: one object, or
# a list of them, which is done as one step. `-` is standard input.
desk department add --from - <<'JSON'
[{"code": "MKT", "name": "市场部", "name_en": "Marketing"},
 {"code": "PRD", "name": "产品部", "name_en": "Product"},
 {"code": "SAL", "name": "销售部", "name_en": "Sales"},
 {"code": "LOG", "name": "物流部", "name_en": "Logistics"},
 {"code": "PMO", "name": "项目管理办公室", "name_en": "Project office", "neutral": true}]
JSON

# A login is the name of the person's account on this machine. These end in the department, so
# that you can tell who is who, and so that none of them is you.
desk person add --from - <<'JSON'
[{"login": "zhang.mkt", "name": "张总监", "department": "MKT", "email": "zhang@example.com"},
 {"login": "wang.mkt", "name": "小王", "department": "MKT", "email": "wang@example.com",
  "contact": "内部号 8888"},
 {"login": "chen.prd", "name": "陈总监", "department": "PRD", "email": "chen@example.com"},
 {"login": "zhao.prd", "name": "赵经理", "department": "PRD", "email": "zhao@example.com"},
 {"login": "liu.sal", "name": "刘总监", "department": "SAL", "email": "liu@example.com"},
 {"login": "li.sal", "name": "小李", "department": "SAL", "email": "li@example.com",
  "contact": "内部号 6666"},
 {"login": "zhou.log", "name": "周主任", "department": "LOG", "email": "zhou@example.com"},
 {"login": "wu.log", "name": "吴凯", "department": "LOG", "email": "wu@example.com"},
 {"login": "lin.mgt", "name": "林总", "email": "lin@example.com", "roles": ["management"]}]
JSON

# Rights come from posts. A head answers for the department; one or two liaisons are its
# contacts, and notices to the department go to the first of them.
desk department edit --from - <<'JSON'
[{"code": "MKT", "head": "zhang.mkt"}, {"code": "PRD", "head": "chen.prd"},
 {"code": "SAL", "head": "liu.sal"}, {"code": "LOG", "head": "zhou.log"}]
JSON
desk department set-liaison --from - <<'JSON'
[{"code": "MKT", "liaisons": ["wang.mkt"]}, {"code": "PRD", "liaisons": ["zhao.prd"]},
 {"code": "SAL", "liaisons": ["li.sal"]}, {"code": "LOG", "liaisons": ["wu.log"]}]
JSON
desk department list


# 2. The request

# Wang, marketing's liaison, fills in the form. `request check` keeps nothing; it points at the
# two lines nobody could act on: "as soon as possible" (尽快), and sheets without number or day.
# They would not stop the form from being sent in, but the coordinator would see them marked.
desk request check --as wang.mkt --from - <<'JSON'
{"type": "project",
 "title": "618大促活动跨部门协作",
 "background": "活动期间销售额同比增长30%，用户满意度达90%以上",
 "involved_departments": ["PRD", "LOG"],
 "details": [{"department": "PRD", "what": "提供促销产品的功能说明"},
             {"department": "LOG", "what": "尽快确认库存，配合活动"}],
 "expected": "+40d",
 "priority": "high"}
JSON

# So he says how much, by when and to what standard, and sends it in. Days can be typed as people
# say them: +10d, 3wd (working days), fri, next fri, 5-20, 明天, or 2026-11-24.
desk request submit --as wang.mkt --from - <<'JSON'
{"type": "project",
 "title": "618大促活动跨部门协作",
 "background": "活动期间销售额同比增长30%，用户满意度达90%以上",
 "involved_departments": ["PRD", "LOG"],
 "details": [{"department": "PRD", "what": "3款促销产品的功能说明和用户画像定稿", "by": "+10d"},
             {"department": "LOG", "what": "确认5个大区的库存容量，制定应急方案", "by": "+20d"}],
 "expected": "+40d",
 "priority": "high",
 "attachments": ["618大促活动初步方案.pdf"]}
JSON

# It has a number from now on. In a pipe, lists are plain lines with tabs between the cells and
# the number in front, so `cut` is enough; `--json` gives everything.
request=$(desk request list --as wang.mkt | cut -f 1)

# The coordinator looks at the queue. Sales is missing, so the form goes back with the reason ...
desk request list --state submitted
desk request return "$request" --reason "涉及部门未列销售部：培训和区域推广由谁做？请补充。"

# ... and comes in again under its number. What is not given stays as it was. On one line a
# detail is *department: what @ by when*.
desk request resubmit "$request" --as wang.mkt \
  --involved-departments "PRD, SAL, LOG" \
  --details "PRD: 3款促销产品的功能说明和用户画像定稿 @ +10d" \
  --details "SAL: 60名一线销售完成活动培训，提交5个大区推广计划 @ +14d" \
  --details "LOG: 确认5个大区的库存容量，制定应急方案 @ +20d"


# Its head signs the form before it is reviewed; a form that came back is signed anew.
desk request sign-off "$request" --as zhang.mkt


# 3. Who leads

# One department becomes answerable for the result. A slip of the finger: product instead of
# sales. As nobody has touched the request since, `undo` puts it back, and the trail shows both.
desk request dispatch "$request" --lead PRD --reason "按错了"
desk undo

# Without `--lead` it goes to the department that usually leads this type, here the one that asks.
desk request dispatch "$request"

# The lead has 24 hours to acknowledge or to object. Zhang objects, the coordinator rules that
# marketing leads all the same, and Zhang acknowledges.
desk request object "$request" --as zhang.mkt --reason "功能开发占一半工作量，应由产品部牵头。"
desk request uphold "$request" --reason "活动目标和预算都在市场部，产品部只负责功能说明。"
desk request acknowledge "$request" --as zhang.mkt

# Each department says beforehand what it can do and what it needs: its liaison writes, its head
# signs, the lead confirms. A head's own feedback is signed as it is given. Everything else is
# said in the request's discussion, where all its departments read it.
desk request feedback "$request" --as zhao.prd --department PRD --proposed +8d \
  --content "同意提供3款产品的功能说明和用户画像，5天内出初稿。" \
  --needs "销售部近3个月客户购买数据（小李，内部号6666）"
desk request sign "$request" --as chen.prd
desk request confirm-feedback "$request" --as zhang.mkt --department PRD
desk request comment "$request" --as li.sal --text "购买数据明天下班前发给赵经理。"


# 4. The kick-off

# Opening 5, topics 30, questions 15, conclusions 10 minutes: that is also what you get without
# `--blocks`. Here the topics have a presenter and a question to decide. Heads and liaisons of
# all the request's departments are invited; a kick-off is announced two days ahead.
desk meeting schedule --as zhang.mkt --kind kickoff --request "$request" \
  --title "618大促启动会" --start "3wd 14:00" --place "三楼301会议室" \
  --blocks "开场 5 | zhang.mkt" \
  --blocks "议题 30 | wang.mkt | 主推哪3款产品？" \
  --blocks "提问与冲突解决 15" \
  --blocks "结论 10 | zhang.mkt"
kickoff=$(desk meeting list --as zhang.mkt --request "$request" --kind kickoff | cut -f 1)

# The invitation is an iCalendar file that every calendar reads, with an e-mail draft beside it.
# Send the draft: a file that is only shared asks nobody for an answer.
desk meeting invite "$kickoff" --as zhang.mkt --to "$OUT/calendar"

# The room is taken, so it starts an hour later. The file is written anew; it has the same UID and
# a higher sequence, so the same entry moves in everybody's calendar.
desk meeting reschedule "$kickoff" --as zhang.mkt --start "3wd 15:00" --reason "301被占用"
desk meeting invite "$kickoff" --as zhang.mkt --to "$OUT/calendar"

# A script need not wait three days. What is decided is taken down as it comes.
desk meeting start "$kickoff" --as zhang.mkt
desk meeting decide "$kickoff" --as zhang.mkt --text "主推破壁机、空气炸锅、扫地机3款。"
desk meeting park "$kickoff" --as zhang.mkt --text "老客户要不要提前一天开抢？"
desk meeting act "$kickoff" --as zhang.mkt \
  --text "整理活动话术给销售培训用" --owner wang.mkt --due +4d
desk meeting finish "$kickoff" --as zhang.mkt


# 5. The plan

# Within 24 hours of the meeting the lead says who does what, from when to when, and how one sees
# that it is done, and what happens if something goes wrong.
desk plan submit "$request" --as zhang.mkt --from - <<'JSON'
{"tasks": [
  {"department": "PRD", "owner": "zhao.prd", "title": "功能说明定稿",
   "start": "+1d", "finish": "+10d", "criterion": "3款各1份，附用户画像，陈总监签字"},
  {"department": "MKT", "owner": "wang.mkt", "title": "活动物料设计",
   "start": "+4d", "finish": "+15d", "criterion": "符合品牌VI，含活动二维码，张总监确认",
   "depends_on": ["功能说明定稿"]},
  {"department": "SAL", "owner": "li.sal", "title": "一线销售活动培训",
   "start": "+3d", "finish": "+7d", "criterion": "60人全部到课，考核80分以上"},
  {"department": "LOG", "owner": "wu.log", "title": "库存容量与应急方案",
   "start": "+3d", "finish": "+20d", "criterion": "5个大区的容量表和1份应急方案"}],
 "contingencies": [
  {"trigger": "功能说明延迟", "warn_days": 3, "answer": "调整活动宣传节奏，先推已定稿的产品"}]}
JSON

# The heads of the other departments have 48 hours. Product agrees, sales wants a change, and
# that sets off a second coordination, which the coordinator leads.
desk plan answer "$request" --as chen.prd --answer agree
desk plan answer "$request" --as liu.sal --answer change --text "60人一周内到不齐，分3批，两周。"

desk meeting schedule --kind second_coordination --request "$request" --start "next fri 14:00"
second=$(desk meeting list --request "$request" --kind second_coordination | cut -f 1)
desk meeting start "$second"
desk meeting decide "$second" --text "培训分3批，14天内完成；物料先供第一批。"
desk meeting finish "$second"

# A new version, here with a line a task: *department | owner | what | start > finish | criterion
# | after*. `plan diff` shows what changed; this time all agree, and the tasks begin.
desk plan submit "$request" --as zhang.mkt \
  --tasks "PRD | zhao.prd | 功能说明定稿 | +1d > +10d | 3款各1份，附用户画像，陈总监签字" \
  --tasks "MKT | wang.mkt | 活动物料设计 | +4d > +15d | 符合品牌VI，含活动二维码，张总监确认 | after: 功能说明定稿" \
  --tasks "SAL | li.sal | 一线销售活动培训 | +3d > +14d | 3批60人全部到课，考核80分以上" \
  --tasks "LOG | wu.log | 库存容量与应急方案 | +3d > +20d | 5个大区的容量表和1份应急方案" \
  --contingencies "功能说明延迟 | 3 | 调整活动宣传节奏，先推已定稿的产品"
desk plan diff "$request"
for head in chen.prd liu.sal zhou.log; do
  desk plan answer "$request" --as "$head" --answer agree
done

of() { desk task list --request "$request" --owner "$1" | cut -f 1; }
sheets=$(of zhao.prd) posters=$(of wang.mkt) training=$(of li.sal) stock=$(of wu.log)


# 6. The work

# Owners report every working day by 17:00. A risk (*what | why | new day*) is a red alert to the
# lead; the next report without one clears it.
desk task update "$sheets" --as zhao.prd --state in_progress --done "3款初稿完成，待评审"
desk task update "$posters" --as wang.mkt --state in_progress --done "完成主推海报3张" \
  --risk "文案可能延迟2天 | 功能说明第3款还没定稿 | +17d"
desk board
desk task update "$posters" --as wang.mkt --state in_progress --done "第3款说明已到，按期交付"

# Logistics and sales want the same lorries. The quarrel is put on record at the lowest level,
# where the liaisons have one working day. They cannot agree; it goes a level up, where the
# coordinator or the lead's head settles it, and it closes when both sides have confirmed.
desk conflict open --as wu.log --title "大促期间的货车归谁用" --type resources \
  --parties "LOG, SAL" --about "$request" --claim "12辆货车都要先补大区仓。"
conflict=$(desk conflict list --about "$request" | cut -f 1)
desk conflict note "$conflict" --as li.sal --text "培训和路演要用4辆，3月就报过。"
desk conflict escalate "$conflict" --as li.sal --reason "对接人之间谈不拢"
desk conflict settle "$conflict" --outcome "前10天8辆补仓、4辆路演，之后全部补仓。"
desk conflict confirm "$conflict" --as wu.log
desk conflict confirm "$conflict" --as li.sal

# Owners hand in; the department that asked accepts, or says what is missing. Nobody accepts what
# they handed in themselves, so Wang's posters are for Zhang.
desk task deliver "$sheets" --as zhao.prd --deliverable "功能说明-3款-v1.pdf"
desk task send-back "$sheets" --as wang.mkt --reason "第3款没有附用户画像"
desk task deliver "$sheets" --as zhao.prd --deliverable "功能说明-3款-v2.pdf"
desk task deliver "$posters" --as wang.mkt --deliverable "618海报与详情页.zip"
desk task deliver "$training" --as li.sal --deliverable "培训签到与考核成绩.xlsx"
desk task deliver "$stock" --as wu.log --deliverable "库存容量与应急方案.docx"

# Several numbers behind one verb are one step; the last acceptance closes the request.
desk task accept "$sheets" "$posters" "$training" "$stock" --as zhang.mkt


# 7. Looking after the desk

# What the desk told Wu, and that he has read it.
desk inbox list --as wu.log --unread
desk inbox read --as wu.log

# Cron runs `liaison remind`; `--dry-run` shows what it would send. Each reminder is sent once,
# however often that runs. Nothing is overdue in a campaign that took a minute.
desk remind --dry-run
desk remind

# Every change is one entry, chained to the one before by a hash: read it for one record, check
# it for all of them.
desk trail list "$request" --limit 100
desk trail verify

# What leaves: everything that is kept of the request as one JSON document, a whole copy of the
# database, checked before it counts, and the invitation from above.
desk request show "$request" --json >"$OUT/$request.json"
desk db backup "$OUT/copy.db"
ls "$OUT" "$OUT/calendar"


# 8. Was it all true?

# A closed request is filed with `request archive` once its retrospective is held; this one is
# closed and waits for that.
expect() {
  [ "$2" = "$3" ] || { printf '%s: %s, not %s\n' "$1" "${2:-nothing}" "$3" >&2; exit 1; }
}
expect "closed requests" "$(desk request list --state closed | cut -f 1)" "$request"
expect "closed conflicts" "$(desk conflict list --state closed | cut -f 1)" "$conflict"
expect "accepted tasks" "$(desk task list --state accepted | wc -l | tr -d ' ')" 4

# The same desk on the screen, with the keys:
printf '\nliaison --db %s\n' "$DB"
