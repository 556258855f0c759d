printf "echo: "
cat
