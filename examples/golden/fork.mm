# The answers of Linux 6.18.44-fc-v657, recorded by pinfold diff.
machine(memory=256M, thp=never)
