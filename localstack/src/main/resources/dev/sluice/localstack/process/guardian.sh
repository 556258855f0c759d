# Waits for the end of its standard input, which is the end of the process that started it, however that came about. Then ends
# every child that the process left and deletes its folder. The folder comes as the first line of input: on the command line it
# would make the guardian look like one of the processes it looks for.
trap '' INT TERM HUP QUIT PIPE
IFS= read -r folder || exit 0
while IFS= read -r line; do
  [ "$line" = released ] && exit 0
done
case $folder in */sluice-cloud-*) ;; *) exit 1 ;; esac

signal=QUIT
round=0
while [ -d "$folder" ] && [ "$round" -lt 200 ]; do
  left=0
  # Tasks: each file is named by a process id; the child leads a process group of its own where the platform has setsid.
  for file in "$folder"/pids/*; do
    [ -f "$file" ] || continue
    pid=${file##*/}
    kill -KILL "-$pid" 2>/dev/null
    if kill -KILL "$pid" 2>/dev/null; then left=1; else rm -f "$file"; fi
  done
  # PostgreSQL: SIGQUIT is its immediate shutdown, which also frees its shared memory; SIGKILL only if that does not help.
  for file in "$folder"/postgres-*/postmaster.pid; do
    [ -f "$file" ] || continue
    IFS= read -r pid < "$file" || continue
    if kill -"$signal" "$pid" 2>/dev/null; then left=1; fi
  done
  # What was about to become a PostgreSQL server: initdb and pg_ctl name the folder after -D.
  for process in /proc/[0-9]*; do
    [ -r "$process/cmdline" ] || continue
    case $(tr '\0' ' ' < "$process/cmdline" 2>/dev/null) in
      *"-D $folder/"*) if kill -"$signal" "${process#/proc/}" 2>/dev/null; then left=1; fi ;;
    esac
  done
  # A killed child that nobody reaps still has a process id: after a while the folder goes all the same.
  if [ "$left" = 0 ] || [ "$round" -ge 100 ]; then rm -rf "$folder" 2>/dev/null; fi
  round=$((round + 1))
  [ "$round" -ge 50 ] && signal=KILL
  [ -d "$folder" ] && sleep 0.1
done
