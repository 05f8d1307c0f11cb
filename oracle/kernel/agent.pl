#!/usr/bin/perl
# The oracle's hands inside a network namespace. Node has neither raw sockets nor setns, and perl-base is on every Debian: so this is Perl.
# Reads commands from stdin, one a line, fields apart by tabs; answers each with lines of its own and then a line "done". Started as root:
#   perl agent.pl NAMESPACE PEER-NAMESPACE INTERFACE…   (the peer's ends of the links, by the name that the namespace itself gives its end)
use strict;
use warnings;
use Socket;

# Linux numbers that perl-base has no names for.
use constant { AF_NETLINK => 16, AF_PACKET => 17, SOL_NETLINK => 270, NETLINK_NETFILTER => 12, NETLINK_ADD_MEMBERSHIP => 1, CLONE_NEWNET => 0x40000000 };
use constant { SO_RCVBUFFORCE => 33, SO_MARK => 36, SO_BINDTODEVICE => 25, IP_TRANSPARENT => 19, IPV6_TRANSPARENT => 75, IPV6_HDRINCL => 36, IP_HDRINCL => 3 };
use constant { NFNLGRP_NFTRACE => 9, NFT_MSG_TRACE => 10 << 8 | 17, IPCTNL_MSG_CT_DELETE => 1 << 8 | 2, MARKER_PROTOCOL => 253 };
my %SYSCALLS = (x86_64 => { setns => 308, setfsuid => 122, setfsgid => 123 }, aarch64 => { setns => 268, setfsuid => 151, setfsgid => 152 });
my ($machine) = (`uname -m` =~ /(\w+)/);
my $calls = $SYSCALLS{$machine} or die "no system call numbers for $machine\n";

my ($namespace, $peers, @links) = @ARGV;
$| = 1;
binmode STDIN;
binmode STDOUT;

sub enter {
    my ($name) = @_;
    open my $file, '<', "/run/netns/$name" or die "namespace $name: $!\n";
    syscall($calls->{setns}, fileno($file), CLONE_NEWNET) == 0 or die "setns $name: $!\n";
}

# The peer's ends: what is written there comes in at the namespace's own end.
enter($peers);
my %peer;
for my $link (@links) {
    socket(my $socket, AF_PACKET, SOCK_RAW, 0) or die "packet socket: $!\n";
    my $index = interface_index($link);
    # struct sockaddr_ll: family, protocol, index, and the address, which the frame itself has.
    bind($socket, pack('S n i S C C a8', AF_PACKET, 0, $index, 0, 0, 0, '')) or die "bind $link: $!\n";
    $peer{$link} = $socket;
}
enter($namespace);

# SIOCGIFINDEX
sub interface_index {
    my ($name) = @_;
    socket(my $any, AF_INET, SOCK_DGRAM, 0) or die;
    my $request = pack('a16 i x20', $name, 0);
    ioctl($any, 0x8933, $request) or die "interface $name: $!\n";
    return unpack('x16 i', $request);
}

socket(my $trace, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER) or die "netlink: $!\n";
# A socket without a port of its own gets no multicast from the kernel, which is port 0 itself.
bind($trace, pack('S S L L', AF_NETLINK, 0, 0, 0)) or die "netlink bind: $!\n";
setsockopt($trace, SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20) or die "netlink buffer: $!\n";
setsockopt($trace, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, pack('i', NFNLGRP_NFTRACE)) or die "netlink trace: $!\n";
socket(my $conntrack, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER) or die "netlink: $!\n";

my (%senders, @listeners);

# A raw socket whose file belongs to uid and gid: `-m owner` looks at the one who opened it.
sub sender {
    my ($family, $uid, $gid, $groups, $mark) = @_;
    return $senders{"$family $uid $gid $groups $mark"} //= as($uid, $gid, $groups, sub {
        my $v6 = $family == AF_INET6;
        socket(my $socket, $family, SOCK_RAW, 255) or die "raw socket: $!\n";
        setsockopt($socket, $v6 ? 41 : 0, $v6 ? IPV6_HDRINCL : IP_HDRINCL, pack('i', 1)) or die "hdrincl: $!\n";
        setsockopt($socket, SOL_SOCKET, SO_BROADCAST, pack('i', 1)) or die "broadcast: $!\n";
        setsockopt($socket, SOL_SOCKET, SO_MARK, pack('L', $mark)) or die "mark: $!\n" if $mark;
        return $socket;
    });
}

sub as {
    my ($uid, $gid, $groups, $work) = @_;
    $) = join ' ', 0, 0, split /,/, $groups;
    syscall($calls->{setfsgid}, $gid + 0);
    syscall($calls->{setfsuid}, $uid + 0);
    my $result = eval { $work->() };
    my $error = $@;
    syscall($calls->{setfsuid}, 0);
    syscall($calls->{setfsgid}, 0);
    $) = '0 0';
    die $error if $error;
    return $result;
}

# Forgets every connection of the namespace.
sub flush_conntrack {
    my $message = pack('L S S L L C C n', 20, IPCTNL_MSG_CT_DELETE, 1 | 4, 1, 0, 0, 0, 0);
    send($conntrack, $message, 0) // die "conntrack: $!\n";
    recv($conntrack, my $answer, 4096, 0) // die "conntrack: $!\n";
    my $error = unpack('x16 l', $answer);
    die "conntrack: error $error\n" if $error;
}

# struct nlattr: length, type, payload; in steps of four bytes.
sub attributes {
    my ($bytes) = @_;
    my %found;
    for (my $at = 0; $at + 4 <= length $bytes;) {
        my ($length, $type) = unpack('S S', substr($bytes, $at, 4));
        last if $length < 4;
        $found{ $type & 0x3fff } = substr($bytes, $at + 4, $length - 4);
        $at += ($length + 3) & ~3;
    }
    return \%found;
}

# enum nft_trace_attributes
sub print_event {
    my ($family, $bytes) = @_;
    my $is = attributes($bytes);
    my $verdict = attributes($is->{5} // '');
    my $number = sub { defined $_[0] ? unpack('N', $_[0]) : '' };
    my $string = sub { my $text = $_[0] // ''; $text =~ s/\0.*//s; $text };
    my $header = $is->{8} // '';
    return 'marker' if length $header >= 20 && ord($header) >> 4 == 4 && ord(substr $header, 9, 1) == MARKER_PROTOCOL;
    my $handle = defined $is->{3} ? unpack('x4 N', $is->{3}) : '';
    my $code = defined $verdict->{1} ? unpack('l', pack('L', unpack('N', $verdict->{1}))) : '';
    print join("\t", 'event', $number->($is->{6}), $family, $string->($is->{1}), $string->($is->{2}), $number->($is->{4}), $handle, $code, $string->($verdict->{2}),
        $number->($is->{16}), $number->($is->{14}) || 0, $number->($is->{10}), $number->($is->{12}), unpack('H*', $header), unpack('H*', $is->{9} // '')), "\n";
    return 'event';
}

# Everything that the kernel reports until it has seen the marker, which goes through the same queue behind the packet. False: the marker did not come through.
sub read_events {
    my $marked = 0;
    until ($marked) {
        my $wait = '';
        vec($wait, fileno($trace), 1) = 1;
        select($wait, undef, undef, 20) > 0 or return 0;
        my $from = recv($trace, my $bytes, 1 << 20, 0);
        if (!defined $from) { print "lost\t$!\n"; next }
        for (my $at = 0; $at + 16 <= length $bytes;) {
            my ($length, $type) = unpack('L S', substr($bytes, $at, 6));
            last if $length < 16;
            $marked = 1 if $type == NFT_MSG_TRACE && print_event(ord(substr $bytes, $at + 16, 1), substr($bytes, $at + 20, $length - 20)) eq 'marker';
            $at += ($length + 3) & ~3;
        }
    }
    return 1;
}

# Runs a command with a text as its input.
sub run_command {
    my ($input, @command) = @_;
    pipe(my $in_read, my $in_write) or die;
    pipe(my $out_read, my $out_write) or die;
    my $child = fork // die "fork: $!\n";
    if (!$child) {
        open STDIN, '<&', $in_read or die;
        open STDOUT, '>&', $out_write or die;
        open STDERR, '>&', $out_write or die;
        close $_ for $in_read, $in_write, $out_read, $out_write;
        exec { $command[0] } @command or print "$command[0]: $!\n";
        exit 127;
    }
    close $in_read;
    close $out_write;
    # Commands read all of their input before they print more than a pipe holds.
    local $SIG{PIPE} = 'IGNORE';
    print $in_write $input;
    close $in_write;
    my $output = do { local $/; <$out_read> } // '';
    waitpid $child, 0;
    return ($? >> 8 || ($? & 127 ? 128 : 0), $output);
}

my %COMMANDS = (
    # frame INTERFACE HEX: a frame comes in there.
    frame => sub {
        my ($link, $hex) = @_;
        send($peer{$link}, pack('H*', $hex), 0) // print "lost\t$!\n";
    },
    # local UID GID GROUPS MARK DESTINATION HEX: a packet that a process of the namespace sends.
    local => sub {
        my ($uid, $gid, $groups, $mark, $destination, $hex) = @_;
        my $v6 = $destination =~ /:/;
        my $family = $v6 ? AF_INET6 : AF_INET;
        my $packed = Socket::inet_pton($family, $destination);
        my $address = $v6 ? pack_sockaddr_in6(0, $packed) : pack_sockaddr_in(0, $packed);
        send(sender($family, $uid, $gid, $groups, $mark), pack('H*', $hex), 0, $address) // print "refused\t$!\n";
    },
    # marker INTERFACE HEX: the events since the last marker.
    marker => sub {
        my ($link, $hex) = @_;
        # A busy kernel drops frames and reports: the next marker says at least that the queue is empty.
        for (1 .. 3) {
            send($peer{$link}, pack('H*', $hex), 0) // print "lost\t$!\n";
            return if read_events();
            print "lost\tthe marker did not come through\n";
        }
    },
    flush => \&flush_conntrack,
    # listen PROTOCOL ADDRESS PORT TRANSPARENT
    listen => sub {
        my ($protocol, $ip, $port, $transparent) = @_;
        my $v6 = $ip =~ /:/;
        my $family = $v6 ? AF_INET6 : AF_INET;
        socket(my $socket, $family, $protocol eq 'tcp' ? SOCK_STREAM : SOCK_DGRAM, 0) or die "socket: $!\n";
        setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, pack('i', 1));
        setsockopt($socket, 41, 26, pack('i', 1)) if $v6;
        setsockopt($socket, $v6 ? 41 : 0, $v6 ? IPV6_TRANSPARENT : IP_TRANSPARENT, pack('i', 1)) or die "transparent: $!\n" if $transparent;
        my $packed = Socket::inet_pton($family, $ip);
        bind($socket, $v6 ? pack_sockaddr_in6($port, $packed) : pack_sockaddr_in($port, $packed)) or die "bind $ip $port: $!\n";
        listen($socket, 16) if $protocol eq 'tcp';
        push @listeners, $socket;
    },
    # run BYTES COMMAND…, and then the input's bytes.
    run => sub {
        my ($bytes, @command) = @_;
        my $input = '';
        read(STDIN, $input, $bytes) if $bytes;
        my ($code, $output) = run_command($input, @command);
        print "ran\t$code\t", length $output, "\n", $output;
    },
);

print "done\n";
while (my $line = <STDIN>) {
    chomp $line;
    my ($name, @fields) = split /\t/, $line, -1;
    my $command = $COMMANDS{$name} or die "no command $name\n";
    eval { $command->(@fields); 1 } or print "failed\t", $@ =~ s/\n/ /gr, "\n";
    print "done\n";
}
